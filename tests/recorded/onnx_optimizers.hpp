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
-0.94f,-2.5f};
inline constexpr float n1[] = {
1.2f,2.8f};
inline constexpr float n2[] = {
1.7f,3.6f};
inline constexpr float n3[] = {
0.1f,0.1f};
inline constexpr float n4[] = {
1.0250363f,2.6610327f};
inline constexpr float n5[] = {
1.56806f,3.2951398f};
inline constexpr float n6[] = {
0.8032108f,5.622407f};
inline constexpr float n7[] = {
-1.f,-1.f,-3.f};
inline constexpr float n8[] = {
1.f,1.f,2.f};
inline constexpr float n9[] = {
2.f,4.f,1.f};
inline constexpr float n10[] = {
0.5f,1.f,10.f};
inline constexpr float n11[] = {
0.75913626f,0.6286528f,1.9745853f};
inline constexpr float n12[] = {
1.85005f,3.75005f,0.80009997f};
inline constexpr float n13[] = {
0.5747002f,0.9997002f,9.848201f};
inline constexpr float n14[] = {
1.13238f,2.70772f};
inline constexpr float n15[] = {
0.67620003f,0.9227998f};
inline constexpr float n16[] = {
0.9099f,0.7199f,2.2048f};
inline constexpr float n17[] = {
0.90099996f,2.8009999f,-2.0479999f};
inline constexpr float n18[] = {
1.227535f,2.95714f};
inline constexpr float n19[] = {
0.68700004f,0.94799995f};

inline const std::vector<Momentum> momentum_steps = {
  {"momentum", 0.1f, 0.95f, 0.001f, false, n0, {n1, n2}, {n14, n15}},
  {"momentum_multiple", 0.1f, 0.95f, 0.001f, false, n7, {n8, n9}, {n16, n17}},
  {"nesterov_momentum", 0.1f, 0.95f, 0.01f, true, n0, {n1, n2}, {n18, n19}},
};

inline const std::vector<Adam> adam_steps = {
  {"adam", 0.1f, 0.95f, 0.1f, 1e-07f, 0.001f, n0, {n1, n2, n3}, {n4, n5, n6}},
  {"adam_multiple", 0.1f, 0.95f, 0.85f, 0.01f, 0.001f, n7, {n8, n9, n10}, {n11, n12, n13}},
};

inline const std::vector<LeftOut> left_out = {
  {"angka has no Adagrad", {
"adagrad","adagrad_multiple"}},
};

}  // namespace recorded::onnx_optimizers
