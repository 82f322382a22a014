// The terminal: a small bank portal that lets its customers confirm payments with Heliograph.

import '../../kit/base.css';
import { render } from 'preact';
import { App } from './app.tsx';

const page = document.getElementById('page');
if (page) render(<App />, page);
