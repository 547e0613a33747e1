#pragma once

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <thread>

#include <angka/core/number.hpp>

#include "options.hpp"

/// The first of these variables that is a number; else `otherwise`.
inline int environment_number(std::initializer_list<const char*> names, int otherwise) {
  for (const char* name : names) {
    int number = 0;
    if (const char* value = std::getenv(name); value && angka::detail::read_number(value, number))
      return number;
  }
  return otherwise;
}

/// Where mpirun or srun has started several of the processes that share an experiment or a search:
/// the first one speaks, and those on one machine share its processors. They need no more of MPI,
/// since they meet in the folder of the runs alone.
inline void take_rank(Options& options) {
  if (options.command != Command::experiment && options.command != Command::tune) return;
  if (environment_number({"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK", "SLURM_PROCID"}, 0) > 0)
    options.quiet = true;
  const int together = environment_number(
      {"OMPI_COMM_WORLD_LOCAL_SIZE", "MPI_LOCALNRANKS", "SLURM_NTASKS_PER_NODE"}, 1);
  if (options.threads == 0 && together > 1)
    options.threads =
        std::max(1, static_cast<int>(std::thread::hardware_concurrency()) / together);
}
