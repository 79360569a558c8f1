"""One cold start: `python -I -S cold_start.py PACKAGE SUBJECT`, a process with that package and nothing else.

Prints as JSON the seconds of processor time and of the clock from the subject's first import to its last line, and
how many modules stand loaded then. Compiling the subject itself is left out; the package brings its bytecode.
"""

import json
import sys
import time

package, subject = sys.argv[1:]
sys.path.insert(0, package)
with open(subject) as file:
    code = compile(file.read(), subject, "exec")
names = {"__name__": "subject"}
clock, processor = time.perf_counter(), time.process_time()
exec(code, names)
processor, clock = time.process_time() - processor, time.perf_counter() - clock
print(json.dumps({"processor": processor, "clock": clock, "modules": len(sys.modules)}))
