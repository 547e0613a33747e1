#pragma once

#include "comparison_text.hpp"
#include "console/text.hpp"
#include "data_text.hpp"
#include "discussion_text.hpp"
#include "document_text.hpp"
#include "network_text.hpp"
#include "study_text.hpp"
#include "test_text.hpp"
#include "worked_text.hpp"

/// What the report says, once a language.
struct ReportTexts {
  DocumentTexts document;
  StudyTexts study;
  DataTexts data;
  NetworkTexts network;
  TestTexts test;
  ComparisonTexts comparison;
  WorkedTexts worked;
  DiscussionTexts discussion;
};

inline constexpr ReportTexts english_report{.document = english_document,
                                            .study = english_study,
                                            .data = english_data,
                                            .network = english_network,
                                            .test = english_test,
                                            .comparison = english_comparison,
                                            .worked = english_worked,
                                            .discussion = english_discussion};

inline constexpr ReportTexts indonesian_report{.document = indonesian_document,
                                               .study = indonesian_study,
                                               .data = indonesian_data,
                                               .network = indonesian_network,
                                               .test = indonesian_test,
                                               .comparison = indonesian_comparison,
                                               .worked = indonesian_worked,
                                               .discussion = indonesian_discussion};

inline const ReportTexts& report_texts(const Texts& texts) {
  return &texts == &indonesian ? indonesian_report : english_report;
}
