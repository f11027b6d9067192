// The names of the commands, for did-you-mean.

export const COMMANDS: readonly string[] = ['run', 'list', 'check'];
