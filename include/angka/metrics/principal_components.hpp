#pragma once

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <angka/core/errors.hpp>

namespace angka::inline ANGKA_ISA {

/// The directions in which points are spread most, at right angles to each other.
struct PrincipalComponents {
  std::vector<double> mean{};                     ///< of the points
  std::vector<std::vector<double>> directions{};  ///< each of length 1, the widest spread first
  std::vector<double> parts{};                    ///< of the variance that each shows, in [0, 1]

  /// A point in these directions, from the mean.
  std::vector<double> project(std::span<const float> point) const {
    std::vector<double> result;
    for (const std::vector<double>& direction : directions) {
      double sum = 0;
      for (std::size_t i = 0; i < mean.size(); ++i)
        sum += direction[i] * (double{point[i]} - mean[i]);
      result.push_back(sum);
    }
    return result;
  }
};

/// The first `count` principal components of `points`, of `width` numbers each, one after the
/// other: eigenvectors of their covariance, each with its largest entry above 0.
///
/// Raises SettingError unless there are two points and 1 <= count <= width.
/// Source: Pearson: On lines and planes of closest fit to systems of points in space (1901).
/// Example: `principal_components(std::vector{0.f, 0.f, 2.f, 2.f}, 2, 1).directions[0][1] > 0.7`
inline PrincipalComponents principal_components(std::span<const float> points, std::size_t width,
                                                std::size_t count) {
  if (width == 0 || points.size() % width != 0 || points.size() < 2 * width)
    raise(SettingError("principal_components: " + std::to_string(points.size()) +
                       " numbers aren't two or more points of " + std::to_string(width)));
  if (count < 1 || count > width)
    raise(SettingError("principal_components: " + std::to_string(count) + " directions of " +
                       std::to_string(width)));
  const auto rows = static_cast<Eigen::Index>(points.size() / width);
  const auto columns = static_cast<Eigen::Index>(width);
  using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::MatrixXd centred =
      Eigen::Map<const Rows>(points.data(), rows, columns).template cast<double>();
  const Eigen::RowVectorXd mean = centred.colwise().mean();
  centred.rowwise() -= mean;
  const Eigen::MatrixXd covariance = centred.transpose() * centred / static_cast<double>(rows - 1);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
  PrincipalComponents result;
  result.mean.assign(mean.data(), mean.data() + columns);
  const double variance = covariance.trace();
  for (Eigen::Index i = columns - 1; i >= columns - static_cast<Eigen::Index>(count); --i) {
    Eigen::VectorXd direction = solver.eigenvectors().col(i);
    Eigen::Index largest = 0;
    direction.cwiseAbs().maxCoeff(&largest);
    if (direction[largest] < 0) direction = -direction;
    result.directions.emplace_back(direction.data(), direction.data() + columns);
    result.parts.push_back(variance > 0 ? std::max(0.0, solver.eigenvalues()[i]) / variance : 0);
  }
  return result;
}

}  // namespace angka::inline ANGKA_ISA
