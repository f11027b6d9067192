// Packages that the bundle leaves outside: blessed reads its terminfo files beside itself.

export const EXTERNAL = ['blessed'];
