// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  rmap: ['shared', 'chain'],
};
