// What every view of the console has at hand.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Application, ConfigurationProperty, ConsoleSession, Organisation, ServerApi } from './api.ts';

/** The organisations and applications, which ids in other answers stand for, and the properties that those have. */
export interface Directory {
  organisations: readonly Organisation[];
  applications: readonly Application[];
  properties: readonly ConfigurationProperty[];
  /** Asks the server again, after something was made. */
  refresh(): Promise<void>;
}

export interface ConsoleServices {
  api: ServerApi;
  signIn: ConsoleSession;
  directory: Directory;
}

export const ConsoleContext = createContext<ConsoleServices | null>(null);

export function useConsole(): ConsoleServices {
  const services = useContext(ConsoleContext);
  if (!services) throw new Error('a view is shown outside of the console');
  return services;
}

/** The id itself where the directory does not have it. */
export function organisationName(directory: Directory, id: string): string {
  return directory.organisations.find((organisation) => organisation.id === id)?.name ?? id;
}

export function applicationName(directory: Directory, id: string): string {
  return directory.applications.find((application) => application.id === id)?.name ?? id;
}
