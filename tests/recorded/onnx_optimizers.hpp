#pragma once

// Made of ONNX 1.12's test data by tests/record/onnx_nodes.py; don't edit.
// clang-format off

#include <cstddef>
#include <span>
#include <vector>

namespace recorded::onnx_optimizers {

using Numbers = std::span<const float>;

/// `before` and `after`: parameters, then what the optimizer keeps of each.
struct Momentum {
  const char* name = "";
  float rate = 0, alpha = 0, norm_coefficient = 0;
  bool nesterov = false;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};
struct Adagrad {
  const char* name = "";
  float rate = 0, epsilon = 0, norm_coefficient = 0;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};
struct Adam {
  const char* name = "";
  float rate = 0, alpha = 0, beta = 0, epsilon = 0, norm_coefficient = 0;
  Numbers gradient{};
  std::vector<Numbers> before{}, after{};
};

struct LeftOut {
  const char* reason = "";
  std::vector<const char*> cases{};
};

inline constexpr float n0[] = {
-1.f};
inline constexpr float n1[] = {
1.f};
inline constexpr float n2[] = {
2.f};
inline constexpr float n3[] = {
1.0576962f};
inline constexpr float n4[] = {
2.998001f};
inline constexpr float n5[] = {
-1.f,-1.f,-3.f};
inline constexpr float n6[] = {
1.f,1.f,2.f};
inline constexpr float n7[] = {
2.f,4.f,1.f};
inline constexpr float n8[] = {
1.0576962f,1.0446854f,2.0948617f};
inline constexpr float n9[] = {
2.998001f,4.998001f,9.988004f};
inline constexpr float n10[] = {
-0.94f,-2.5f};
inline constexpr float n11[] = {
1.2f,2.8f};
inline constexpr float n12[] = {
1.7f,3.6f};
inline constexpr float n13[] = {
0.1f,0.1f};
inline constexpr float n14[] = {
1.0250363f,2.6610327f};
inline constexpr float n15[] = {
1.56806f,3.2951398f};
inline constexpr float n16[] = {
0.8032108f,5.622407f};
inline constexpr float n17[] = {
0.5f,1.f,10.f};
inline constexpr float n18[] = {
0.75913626f,0.6286528f,1.9745853f};
inline constexpr float n19[] = {
1.85005f,3.75005f,0.80009997f};
inline constexpr float n20[] = {
0.5747002f,0.9997002f,9.848201f};
inline constexpr float n21[] = {
1.13238f,2.70772f};
inline constexpr float n22[] = {
0.67620003f,0.9227998f};
inline constexpr float n23[] = {
0.9099f,0.7199f,2.2048f};
inline constexpr float n24[] = {
0.90099996f,2.8009999f,-2.0479999f};
inline constexpr float n25[] = {
1.227535f,2.95714f};
inline constexpr float n26[] = {
0.68700004f,0.94799995f};

inline const std::vector<Momentum> momentum_steps = {
  {"momentum", 0.1f, 0.95f, 0.001f, false, n10, {n11, n12}, {n21, n22}},
  {"momentum_multiple", 0.1f, 0.95f, 0.001f, false, n5, {n6, n7}, {n23, n24}},
  {"nesterov_momentum", 0.1f, 0.95f, 0.01f, true, n10, {n11, n12}, {n25, n26}},
};

inline const std::vector<Adam> adam_steps = {
  {"adam", 0.1f, 0.95f, 0.1f, 1e-07f, 0.001f, n10, {n11, n12, n13}, {n14, n15, n16}},
  {"adam_multiple", 0.1f, 0.95f, 0.85f, 0.01f, 0.001f, n5, {n6, n7, n17}, {n18, n19, n20}},
};

inline const std::vector<Adagrad> adagrad_steps = {
  {"adagrad", 0.1f, 1e-05f, 0.001f, n0, {n1, n2}, {n3, n4}},
  {"adagrad_multiple", 0.1f, 1e-05f, 0.001f, n5, {n6, n7}, {n8, n9}},
};

inline const std::vector<LeftOut> left_out = {
};

}  // namespace recorded::onnx_optimizers
