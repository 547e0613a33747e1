#include "word.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <angka/core/bytes.hpp>
#include <angka/core/errors.hpp>
#include <angka/io/atomic_file.hpp>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "console/output.hpp"
#include "text.hpp"

extern char** environ;

namespace {

/// Runs a program of the path; what it prints goes into the file `log`. Whether it ended well.
bool run_program(std::vector<std::string> words, const std::string& log) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                   0600);
  posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  int status = 0;
  return failed == 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
         WEXITSTATUS(status) == 0;
}

/// A zip file of files that aren't compressed.
std::string zip(std::initializer_list<std::pair<std::string_view, std::string>> files) {
  std::string body, directory;
  const auto number = [](std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> 8 * i & 255);
    return text;
  };
  for (const auto& [name, content] : files) {
    const std::uint32_t sum = angka::detail::crc32(
        {reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
    // version, flags, stored, time, date (1980-01-01), checksum, sizes, length of the name, extra
    const std::string facts = number(20, 2) + number(0, 2) + number(0, 2) + number(0, 2) +
                              number(33, 2) + number(sum, 4) + number(content.size(), 4) +
                              number(content.size(), 4) + number(name.size(), 2) + number(0, 2);
    directory += "PK\1\2" + number(20, 2) + facts + number(0, 2) + number(0, 2) + number(0, 2) +
                 number(0, 4) + number(body.size(), 4) + std::string(name);
    body += "PK\3\4" + facts + std::string(name) + content;
  }
  return body + directory + "PK\5\6" + number(0, 4) + number(files.size(), 2) +
         number(files.size(), 2) + number(directory.size(), 4) + number(body.size(), 4) +
         number(0, 2);
}

constexpr const char* xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* word_spaces =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// Sizes are in half points, distances in twentieths of a point.
std::string word_styles(const std::string& language) {
  const auto style = [](const char* name, const char* based_on, const std::string& paragraph,
                        const std::string& run = "", bool character = false) {
    std::string id = name;
    std::erase(id, ' ');
    if (id.starts_with("heading")) id[0] = 'H';
    if (id.starts_with("toc")) id = "TOC" + id.substr(3);
    if (id == "tableoffigures") id = "TableofFigures";
    return "<w:style w:type=\"" + std::string(character ? "character" : "paragraph") +
           "\" w:styleId=\"" + id + "\"><w:name w:val=\"" + name + "\"/>" +
           (*based_on != 0 ? "<w:basedOn w:val=\"" + std::string(based_on) + "\"/>" : "") +
           "<w:qFormat/>" + (paragraph.empty() ? "" : "<w:pPr>" + paragraph + "</w:pPr>") +
           (run.empty() ? "" : "<w:rPr>" + run + "</w:rPr>") + "</w:style>\n";
  };
  const auto size = [](int half_points) {
    return "<w:sz w:val=\"" + std::to_string(half_points) + "\"/><w:szCs w:val=\"" +
           std::to_string(half_points) + "\"/>";
  };
  const std::string in_black = "<w:color w:val=\"000000\"/>", bold = "<w:b/>" + in_black;
  const std::string single =
      "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" "
      "w:lineRule=\"auto\"/>";
  const std::string leader =
      "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"7937\"/></w:tabs>";
  const auto listed = [&](int indent) {
    return leader + single + "<w:ind w:left=\"" + std::to_string(indent) +
           "\" w:right=\"567\"/><w:jc "
           "w:val=\"left\"/>";
  };
  const std::string fonts =
      "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New "
      "Roman\" w:cs=\"Times New Roman\"/>";
  const std::string line = "w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"";
  return xml_head + ("<w:styles" + std::string(word_spaces)) +
         "><w:docDefaults><w:rPrDefault><w:rPr>" + fonts + size(24) + "<w:lang w:val=\"" +
         language + "\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\n" +
         "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
         "w:val=\"Normal\"/><w:qFormat/></w:style>\n"
         "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name "
         "w:val=\"Default Paragraph Font\"/></w:style>\n" +
         style(
             "Body Text", "Normal",
             "<w:spacing w:before=\"120\" w:after=\"60\" w:line=\"360\" w:lineRule=\"auto\"/><w:jc "
             "w:val=\"both\"/>") +
         style("First Paragraph", "BodyText", "") +
         style("Compact", "Normal", single + "<w:jc w:val=\"left\"/>", size(20)) +
         style("Title", "Normal",
               "<w:spacing w:before=\"2400\" w:after=\"480\"/><w:jc w:val=\"center\"/>",
               bold + size(32)) +
         style("heading 1", "Normal",
               "<w:keepNext/><w:pageBreakBefore/><w:spacing w:before=\"0\" w:after=\"360\" "
               "w:line=\"360\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/><w:outlineLvl "
               "w:val=\"0\"/>",
               bold + size(28)) +
         style("heading 2", "Normal",
               "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl "
               "w:val=\"1\"/>",
               bold) +
         style("heading 3", "Normal",
               "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl "
               "w:val=\"2\"/>",
               bold) +
         style("TOC Heading", "Normal",
               "<w:keepNext/><w:pageBreakBefore/><w:spacing w:before=\"0\" w:after=\"360\"/><w:jc "
               "w:val=\"center\"/>",
               bold + size(28)) +
         style("toc 1", "Normal", listed(0), "<w:b/>") + style("toc 2", "Normal", listed(284)) +
         style("toc 3", "Normal", listed(567)) + style("table of figures", "Normal", listed(0)) +
         style("Table Caption", "Normal",
               "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
               size(22)) +
         style("Image Caption", "Normal",
               "<w:spacing w:before=\"60\" w:after=\"240\"/><w:jc w:val=\"center\"/>", size(22)) +
         style("Captioned Figure", "Normal",
               "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"0\"/><w:jc w:val=\"center\"/>") +
         style("Figure", "CaptionedFigure", "") +
         style("Bibliography", "Normal",
               "<w:spacing w:before=\"0\" w:after=\"120\"/><w:ind w:left=\"709\" "
               "w:hanging=\"709\"/><w:jc w:val=\"both\"/>") +
         style("Source Code", "Normal", single + "<w:jc w:val=\"left\"/>",
               "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>" +
                   size(18)) +
         style("Verbatim Char", "DefaultParagraphFont", "",
               "<w:rFonts w:ascii=\"Courier New\" w:hAnsi=\"Courier New\" w:cs=\"Courier New\"/>" +
                   size(20),
               true) +
         style("Hyperlink", "DefaultParagraphFont", "", in_black, true) +
         "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"Table\"><w:name "
         "w:val=\"Table\"/><w:tblPr><w:jc w:val=\"center\"/><w:tblBorders><w:top " +
         line + "/><w:bottom " + line +
         "/><w:insideH w:val=\"single\" w:sz=\"2\" w:space=\"0\" "
         "w:color=\"AAAAAA\"/></w:tblBorders><w:tblCellMar><w:left w:w=\"70\" "
         "w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
         "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom " +
         line + "/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>\n</w:styles>\n";
}

/// What pandoc takes styles, margins and the foot with the page's number from.
std::string reference_document(const std::string& language) {
  const std::string relation =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const std::string part = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  const std::string package = "http://schemas.openxmlformats.org/package/2006/";
  return zip({
      {"[Content_Types].xml",
       xml_head + ("<Types xmlns=\"" + package) +
           "content-types\"><Default Extension=\"rels\" "
           "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default "
           "Extension=\"xml\" ContentType=\"application/xml\"/><Override "
           "PartName=\"/word/document.xml\" ContentType=\"" +
           part + "document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"" +
           part + "styles+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"" + part +
           "footer+xml\"/></Types>\n"},
      {"_rels/.rels", xml_head + ("<Relationships xmlns=\"" + package) +
                          "relationships\"><Relationship Id=\"rId1\" Type=\"" + relation +
                          "officeDocument\" Target=\"word/document.xml\"/></Relationships>\n"},
      {"word/_rels/document.xml.rels",
       xml_head + ("<Relationships xmlns=\"" + package) +
           "relationships\"><Relationship Id=\"rId1\" Type=\"" + relation +
           "styles\" Target=\"styles.xml\"/><Relationship Id=\"rId9\" Type=\"" + relation +
           "footer\" Target=\"footer1.xml\"/></Relationships>\n"},
      {"word/document.xml",
       xml_head + ("<w:document" + std::string(word_spaces)) +
           "><w:body><w:p/><w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId9\"/><w:pgSz "
           "w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2268\" w:right=\"1701\" "
           "w:bottom=\"1701\" "
           "w:left=\"2268\" w:header=\"709\" w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body>"
           "</w:document>\n"},
      {"word/styles.xml", word_styles(language)},
      {"word/footer1.xml",
       xml_head + ("<w:ftr" + std::string(word_spaces)) +
           "><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:fldChar "
           "w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE "
           "</w:instrText></w:r><w:r><w:fldChar "
           "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
           "w:fldCharType=\"end\"/></w:r></w:p></w:ftr>\n"},
  });
}

}  // namespace

void check_pandoc(const Texts& texts) {
  if (!run_program({"pandoc", "--version"}, "/dev/null"))
    angka::raise(angka::Error(report_texts(texts).document.no_pandoc));
}

void write_docx(const Document& document, const std::filesystem::path& file, const Texts& texts) {
  const std::string text = file.string() + ".md", reference = file.string() + ".reference.docx",
                    log = file.string() + ".log";
  angka::write_file_atomically(text, to_pandoc(document));
  angka::write_file_atomically(reference, reference_document(document.language));
  const bool made = run_program(
      {"pandoc", "--from=markdown+raw_attribute-citations-example_lists-auto_identifiers",
       "--to=docx", "--columns=72", "--reference-doc=" + reference,
       "--resource-path=" + file.parent_path().string(), "--output=" + file.string(), text},
      log);
  const std::string said = made ? "" : read_text(log);
  for (const std::string& left : {text, reference, log}) std::filesystem::remove(left);
  if (!made)
    angka::raise(angka::Error(
        fill(report_texts(texts).document.pandoc_failed, said.substr(0, said.find('\n')))));
}
