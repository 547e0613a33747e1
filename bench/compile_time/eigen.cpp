// What others are measured by.
#include <Eigen/Dense>
#include <iostream>

int main() {
  const Eigen::MatrixXf a = Eigen::MatrixXf::Random(9, 9), b = Eigen::MatrixXf::Random(9, 2);
  std::cout << a.partialPivLu().solve(b) << '\n';
}
