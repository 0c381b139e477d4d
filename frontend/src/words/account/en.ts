export const words = {
  title: 'Your account',
  toWorkshops: 'Workshops',
  close: 'Close',
  cancel: 'Cancel',
  loading: 'Loading…',
  retry: 'Try again',

  password: {
    title: 'Password',
    lead: 'A few words that nobody else would put together are easier to keep and harder to guess. At least 8 characters.',
    old: 'Password until now',
    fresh: 'New password',
    change: 'Change the password',
    changed: 'The new password counts. Everywhere else you are logged out.',
  },

  logins: {
    title: 'Where you are logged in',
    lead: 'End the login of a laptop that you lent or lost.',
    here: 'here',
    since: (when: string) => `since ${when}`,
    end: 'End this login',
    ended: 'Ended.',
  },

  closing: {
    title: 'Close your account',
    lead: 'Your name, address, password and logins go, and your places in workshops. The workshops stay, and in their records what you decided, under a number that names nobody. It cannot be undone.',
    password: 'Your password',
    close: 'Close my account',
    sure: 'Close your account for good?',
    alone:
      'You are the only facilitator of some workshops: make somebody else their facilitator, or delete them, first.',
  },
};
export type AccountWords = typeof words;
