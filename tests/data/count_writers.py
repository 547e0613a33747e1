"""Counts who wrote MNIST, as examples/digits/data/mnist.json tells it, in QMNIST's labels.

  python3 count_writers.py FOLDER     the folder of qmnist-*-labels-idx2-int, plain or .gz
"""

import collections
import gzip
import os
import struct
import sys


def rows(name):
    path = os.path.join(sys.argv[1], name)
    data = gzip.open(path + ".gz").read() if os.path.exists(path + ".gz") else open(path, "rb").read()
    magic, count, width = struct.unpack(">iii", data[:12])
    assert magic == 0x0C02 and width == 8
    values = struct.unpack(">%di" % (count * width), data[12:])
    return [values[i * width : (i + 1) * width] for i in range(count)]


everybody = []
for part, name, images in (("training", "train", 60000), ("test", "test", 10000)):
    writers, counts = collections.defaultdict(set), collections.Counter()
    for label, series, writer, *_ in rows("qmnist-%s-labels-idx2-int" % name)[:images]:
        writers[series].add(writer)
        counts[series] += 1
    for series, who in ((0, "employees"), (4, "students")):
        print("%s images: %d %s wrote %d" % (part, len(writers[series]), who, counts[series]))
    assert set(writers) == {0, 4}  # of NIST's series of forms, 0 to 3 are employees', 4 is students'
    everybody.append(set().union(*writers.values()))
    print("%s images: %d writers" % (part, len(everybody[-1])))
print("writers of both: %d" % len(everybody[0] & everybody[1]))
