# Reads what a compilation includes, all told, and fails on a library other than Eigen.
# usage: sh eigen_alone.sh COMPILER ARGUMENT...
read_files=$("$@" -M -w) || exit 1
found=$(echo "$read_files" | grep -E 'stb_image|zlib\.h|nlohmann') || exit 0
echo "the headers that train and predict need Eigen alone, but include:"
echo "$found"
exit 1
