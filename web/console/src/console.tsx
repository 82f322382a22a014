// The console as a whole: the form to sign in, or the frame with the view that the address names.

import { useMemo } from 'preact/hooks';
import { Spinner } from '../../kit/spinner.tsx';
import { serverApi } from './api.ts';
import { SignedIn } from './signed-in.tsx';
import { SignInPage } from './sign-in.tsx';
import { useSignIn } from './use-sign-in.ts';

export function Console() {
  const keeper = useSignIn();
  const api = useMemo(() => serverApi(keeper.signInAgain), [keeper.signInAgain]);

  switch (keeper.state.kind) {
    case 'asking':
      return (
        <div class="shell">
          <Spinner label="Loading the console …" />
        </div>
      );
    case 'out':
      return <SignInPage detail={keeper.state.detail} onSignedIn={keeper.signedIn} />;
    case 'in':
      return <SignedIn api={api} keeper={keeper} state={keeper.state} />;
  }
}
