import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollector;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Lucene over the same bigrams, a process of its own: the index is kept newest first.
 *
 * <p>In, a line each: what is asked for, words, unwanted words, speaker. Out: nanoseconds as taken
 * here, without the pipe, the total (-1: not counted) and the ids.
 */
class Lucene {
  private static final Sort NEWEST = new Sort(new SortField("entry", SortField.Type.LONG, true));
  private static final String COMMA = "\u0001";

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    if (args.length > 1) {
      build(folder, Path.of(args[1]));
    } else {
      answer(folder);
    }
  }

  private static void build(Path folder, Path rows) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setIndexSort(NEWEST).setRAMBufferSizeMB(256);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(rows)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] row = line.split("\t", -1); // entry, speaker, folded
        Document document = new Document();
        document.add(new NumericDocValuesField("entry", Long.parseLong(row[0])));
        document.add(new StoredField("entry", Long.parseLong(row[0])));
        document.add(new StringField("speaker", row[1], Field.Store.NO));
        document.add(new TextField("bigrams", new Grams(row[2], 2)));
        document.add(new TextField("characters", new Grams(row[2], 1)));
        document.add(new StoredField("folded", row[2]));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  private static void answer(Path folder) throws Exception {
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(FSDirectory.open(folder)));
    searcher.setQueryCache(null);
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    for (String line = asked.readLine(); line != null; line = asked.readLine()) {
      String[] parts = line.split("\t", -1);
      long began = System.nanoTime();
      Query query = query(parts[1], parts[2], parts[3]);
      int total = -1;
      TopDocs found = null;
      if (parts[0].equals("total")) {
        total = searcher.count(query);
      } else if (parts[0].equals("newest")) {
        TopFieldCollector first = TopFieldCollector.create(NEWEST, 10, 10);
        searcher.search(query, first);
        found = first.topDocs();
      } else {
        found = searcher.search(query, 10);
      }
      StringJoiner ids = new StringJoiner(",");
      if (found != null) {
        for (ScoreDoc hit : found.scoreDocs) {
          Document document = searcher.doc(hit.doc);
          if (document.get("folded") != null) {
            ids.add(document.get("entry"));
          }
        }
      }
      long nanoseconds = System.nanoTime() - began;
      out.println(nanoseconds + "\t" + total + "\t" + ids);
    }
  }

  private static Query query(String words, String unwanted, String speaker) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words.split(COMMA)) {
      all.add(word(word), BooleanClause.Occur.MUST);
    }
    if (!unwanted.isEmpty()) {
      for (String word : unwanted.split(COMMA)) {
        all.add(word(word), BooleanClause.Occur.MUST_NOT);
      }
    }
    if (!speaker.isEmpty()) {
      all.add(new TermQuery(new Term("speaker", speaker)), BooleanClause.Occur.FILTER);
    }
    return all.build();
  }

  private static Query word(String word) {
    if (word.length() == 1) {
      return new TermQuery(new Term("characters", word));
    } else if (word.length() == 2) {
      return new TermQuery(new Term("bigrams", word));
    }
    // Every second bigram and the last are enough: to its advantage.
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    for (int at = 0; at < word.length() - 1; at += 2) {
      phrase.add(new Term("bigrams", word.substring(at, at + 2)), at);
    }
    if (word.length() % 2 == 1) {
      phrase.add(new Term("bigrams", word.substring(word.length() - 2)), word.length() - 2);
    }
    return phrase.build();
  }

  /** All the pieces of one length in a text, in order. */
  private static final class Grams extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final String text;
    private final int length;
    private int at = 0;

    Grams(String text, int length) {
      this.text = text;
      this.length = length;
    }

    @Override
    public boolean incrementToken() {
      if (at + length > text.length()) {
        return false;
      }
      clearAttributes();
      term.append(text, at, at + length);
      at++;
      return true;
    }
  }
}
