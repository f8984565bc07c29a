/** The machines that a filter can be made for, by Node's names. */
export const ARCHITECTURES = ['x64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** How the kernel names an architecture to a filter (AUDIT_ARCH_* of linux/audit.h). */
export const AUDIT_ARCHITECTURE: Record<Architecture, number> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

/** Numbers of errors, the same on both architectures. */
export const ERROR = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 } as const;

/**
 * The newest system call that was looked at (removexattrat, Linux 6.13). Later ones, and x32's, which all have
 * higher numbers, do not exist in the sandbox; programs are written to do without what a kernel does not have.
 */
export const NEWEST_SYSCALL = 466;

/** A system call's number on x64 and on arm64, undefined where it has none. */
type Numbers = readonly [x64: number | undefined, arm64: number | undefined];

export type Denial = {
  why: string;
  error: keyof typeof ERROR;
  calls: Readonly<Record<string, Numbers>>;
};

/**
 * System calls that no server needs and that weaknesses of kernels have been reached by, or that change what
 * is not the server's. Numbers: asm/unistd_64.h and asm-generic/unistd.h.
 */
export const DENIED: readonly Denial[] = [
  {
    why: 'reads or steers other processes',
    error: 'EPERM',
    calls: {
      ptrace: [101, 117],
      process_vm_readv: [310, 270],
      process_vm_writev: [311, 271],
      process_madvise: [440, 440],
      pidfd_getfd: [438, 438],
      kcmp: [312, 272],
    },
  },
  {
    why: 'changes what file systems are seen, or reaches files past the paths that are shown',
    error: 'EPERM',
    calls: {
      mount: [165, 40],
      umount2: [166, 39],
      pivot_root: [155, 41],
      chroot: [161, 51],
      open_tree: [428, 428],
      move_mount: [429, 429],
      fsopen: [430, 430],
      fsconfig: [431, 431],
      fsmount: [432, 432],
      fspick: [433, 433],
      mount_setattr: [442, 442],
      statmount: [457, 457],
      listmount: [458, 458],
      open_by_handle_at: [304, 265],
      fanotify_init: [300, 262],
      lookup_dcookie: [212, 18],
    },
  },
  {
    why: 'enters or makes namespaces',
    error: 'EPERM',
    calls: { setns: [308, 268], unshare: [272, 97] },
  },
  {
    why: 'changes the kernel or the machine',
    error: 'EPERM',
    calls: {
      kexec_load: [246, 104],
      kexec_file_load: [320, 294],
      create_module: [174, undefined],
      init_module: [175, 105],
      finit_module: [313, 273],
      delete_module: [176, 106],
      query_module: [178, undefined],
      reboot: [169, 142],
      swapon: [167, 224],
      swapoff: [168, 225],
      settimeofday: [164, 170],
      clock_settime: [227, 112],
      clock_adjtime: [305, 266],
      adjtimex: [159, 171],
      sethostname: [170, 161],
      setdomainname: [171, 162],
      quotactl: [179, 60],
      quotactl_fd: [443, 443],
      acct: [163, 89],
      syslog: [103, 116],
      vhangup: [153, 58],
      iopl: [172, undefined],
      ioperm: [173, undefined],
      modify_ldt: [154, undefined],
      uselib: [134, undefined],
      nfsservctl: [180, 42],
      _sysctl: [156, undefined],
    },
  },
  {
    why: 'keyrings are shared by all that a user runs',
    error: 'EPERM',
    calls: { add_key: [248, 217], request_key: [249, 218], keyctl: [250, 219] },
  },
  {
    why: 'large parts of the kernel that weaknesses are looked for in',
    error: 'EPERM',
    calls: {
      bpf: [321, 280],
      perf_event_open: [298, 241],
      userfaultfd: [323, 282],
      mbind: [237, 235],
      set_mempolicy: [238, 237],
      set_mempolicy_home_node: [450, 450],
      migrate_pages: [256, 238],
      move_pages: [279, 239],
    },
  },
  {
    why: 'programs do without it where a kernel does not have it',
    error: 'ENOSYS',
    calls: {
      io_uring_setup: [425, 425],
      io_uring_enter: [426, 426],
      io_uring_register: [427, 427],
      // Its flags stand in memory, where a filter cannot read them; without it, programs call clone.
      clone3: [435, 435],
    },
  },
];

/** System calls that are allowed by their arguments (`filter.ts` says which). */
export const CONDITIONAL = {
  clone: [56, 220],
  ioctl: [16, 29],
  personality: [135, 92],
  socket: [41, 198],
  socketpair: [53, 199],
} as const satisfies Record<string, Numbers>;
