"""Take the network and other programs away from a process that opens files from anywhere.

A decoder with a hole in it can be made to do what the file says. On Linux the kernel itself can be told, for this process and
for good, to refuse what a decoder never needs (seccomp): sockets, starting programs, looking into other processes.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import sys

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
#: Numbers of socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev and io_uring_setup, after the machine's own.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 59, 322, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, (198, 221, 281, 117, 270, 271, 425)),
}
#: System calls of x86-64's 32-bit pointers have this bit; no program of ours makes one.
_X32 = 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


def confine() -> bool:
    """Refuse network, programs and other processes to this process from now on; whether the system took that."""
    known = _REFUSED.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    machine, refused = known
    code = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, machine), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    last = len(refused) + 1
    code += [(_AT_LEAST, last, 0, _X32)]
    code += [(_EQUAL, last - place, 0, number) for place, number in enumerate(refused, 1)]
    code += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    # every jump goes to the last line, which refuses; what none of them took is allowed
    program = (_Instruction * len(code))(*(_Instruction(*line) for line in code))
    told = _Program(len(code), program)
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(told), 0, 0) == 0)
