#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include <angka/core/isa.hpp>

namespace angka::inline ANGKA_ISA::detail {

/// What a file of another program is, and one line that makes of it what is read here; "" if it is
/// none that is known. Told by its beginning or by its name.
[[gnu::cold]] inline std::string foreign_format(const std::filesystem::path& path,
                                                std::span<const std::uint8_t> beginning) {
  const std::string name = path.filename().string();
  const auto starts = [&](std::string_view mark) {
    return beginning.size() >= mark.size() &&
           std::equal(mark.begin(), mark.end(), beginning.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  };
  const auto python = [](const char* what, const std::string& line) {
    return std::string(what) + ": `python3 -c \"" + line + "\" FILE` makes FILE.npz of it";
  };
  const std::string opened = "import numpy as n,sys;f=sys.argv[1];";
  if (starts("MATLAB 5.0 MAT-file"))
    return python("a MATLAB file, here with arrays called X and y",
                  "import scipy.io;" + opened +
                      "m=scipy.io.loadmat(f);"
                      "n.savez(f+'.npz',x=m['X'].copy(),y=m['y'].ravel())");
  if (starts("\x89HDF\r\n\x1A\n"))
    return python("an HDF5 file, here with arrays called X and y",
                  "import h5py;" + opened +
                      "m=h5py.File(f);n.savez(f+'.npz',x=m['X'][()],y=m['y'][()].ravel())");
  if (starts("PAR1"))
    return python("a Parquet file, here with columns called image and label",
                  "import io,pandas,PIL.Image as p;" + opened +
                      "d=pandas.read_parquet(f);n.savez(f+'.npz',x=[n.array(p.open(io.BytesIO("
                      "i['bytes'])))for i in d.image],y=d.label)");
  if (name.ends_with(".tfrecord") || name.find(".tfrecord-") != std::string::npos)
    return python(
        "a TFRecord file, here with features called image and label",
        "import tensorflow as t;" + opened +
            "e=[t.train.Example.FromString(r.numpy()).features.feature for r in "
            "t.data.TFRecordDataset(f)];n.savez(f+'.npz',x=[t.io.decode_image(i['image']"
            ".bytes_list.value[0]).numpy()for i in e],y=[i['label'].int64_list.value[0]for i in "
            "e])");
  if (name.ends_with(".pkl.gz"))
    return python(
        "a pickle, which you should trust, here of pairs for training, validation and test",
        "import gzip,pickle;" + opened +
            "a,_,b=pickle.load(gzip.open(f),encoding='latin1');n.savez(f+'.npz',"
            "x_train=a[0],y_train=a[1],x_test=b[0],y_test=b[1])");
  const bool pickle = beginning.size() > 1 && beginning[0] == 0x80 && beginning[1] <= 5;
  if (pickle || name.ends_with(".pkl") || name.ends_with(".pickle"))
    return python(
        "a pickle, which you should trust, here of a pair of images and labels",
        "import pickle;" + opened + "x,y=pickle.load(open(f,'rb'));n.savez(f+'.npz',x=x,y=y)");
  if (name.ends_with(".pt") || name.ends_with(".pth"))
    return python("a file of PyTorch's, here of a pair of images and labels",
                  "import torch;" + opened +
                      "x,y=torch.load(f)[:2];n.savez(f+'.npz',x=x.numpy(),y=y.numpy())");
  for (const char* archive : {".tar", ".tar.gz", ".tgz", ".rar", ".7z"})
    if (name.ends_with(archive)) return "an archive: unpack it and give the folder";
  return "";
}

}  // namespace angka::inline ANGKA_ISA::detail
