using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;

namespace Modelyard.Lifecycle.Tests.Predictions;

public sealed class PredictionLogTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly PredictionSource Churn = new(
        "churn",
        "3",
        new FeatureSchema(
            new Feature("tenure"),
            new Feature("paperless", FeatureKind.Boolean),
            new Feature("contract", FeatureKind.Categorical) { Levels = ["month", "year"] },
            new Feature("joined", FeatureKind.Timestamp),
            new Feature("note", FeatureKind.Text) { Levels = ["good", "bad"] }),
        "churn")
    { Classes = ["No", "Yes"] };

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_predicted_is_read_back_cell_by_cell(bool isSealed)
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "r-1", Noon, [5, 1, 1, 86_400.5, 3, double.NaN, double.NaN, -1, double.NaN, double.NaN], [1, 0], [0.25, 0.75, 0.9, 0.1], texts =>
            {
                texts.Add(0, CellTexts.Key, "customer 7");
                texts.Add(0, 4, "not too bad");
                texts.Add(1, 2, "décennie <b>");
            });
        }

        if (isSealed)
        {
            log.Seal();
        }

        Assert.Single(Files("*.predictions.journal").Concat(Files("*.predictions.parquet")));
        Frame frame = log.Read();
        Assert.Equal(
            ["_time", "_request", "_row", "_key", "_version", "_latency_ms", "_share", "tenure", "paperless", "contract", "joined", "note", "_prediction", "_probability.No", "_probability.Yes", "_label", "_label_time"],
            frame.Columns.Select(column => column.Name));
        Assert.Equal(["2026-03-01T12:00:00Z", "r-1", "0", "customer 7", "3", "1.5", "1", "5", "true", "year", "1970-01-02T00:00:00.5Z", "not too bad", "Yes", "0.25", "0.75", "", ""], Cells(frame, 0));
        Assert.Equal(["2026-03-01T12:00:00Z", "r-1", "1", "", "3", "1.5", "1", "", "", "décennie <b>", "", "", "No", "0.9", "0.1", "", ""], Cells(frame, 1));
    }

    [Fact]
    public void Sealed_and_open_journals_of_versions_with_other_inputs_are_one_table()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        var regression = new PredictionSource("price", "1", new FeatureSchema(new Feature("area"), new Feature("zone", FeatureKind.Categorical) { Levels = ["a", "b"] }), "price");
        using (PredictionWriter first = log.WriterOf(regression))
        {
            Write(first, "r-1", Noon, [70, 0], [1200], []);
        }

        log.Seal();
        using PredictionWriter second = log.WriterOf(regression with { Version = "2", Inputs = new FeatureSchema(new Feature("area"), new Feature("rooms")) });
        Write(second, "r-2", Noon.AddMinutes(1), [80, 3], [1300], []);
        log.Seal();
        Assert.Single(Files("*.parquet"));
        Assert.Single(Files("*.journal"));
        Frame frame = log.Read();
        Assert.Equal(["1", "2"], Column(frame, "_version"));
        Assert.Equal(["a", ""], Column(frame, "zone"));
        Assert.Equal(["", "3"], Column(frame, "rooms"));
        Assert.Equal(["1200", "1300"], Column(frame, "_prediction"));
        Assert.Equal(ColumnKind.Double, frame["_label"].Kind);
    }

    [Fact]
    public void Days_are_parted_by_the_time_of_the_prediction_and_only_those_asked_for_are_read()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionWriter writer = log.WriterOf(Churn);
        for (int day = 0; day < 20; day++)
        {
            Write(writer, $"r-{day}", Noon.AddDays(day % 12), Row(day), [0], [1, 0]);
        }

        Assert.Equal(12, Directory.GetDirectories(_folder).Length);
        File.WriteAllText(Directory.GetFiles(Path.Combine(_folder, "2026-03-09")).Single(), "damaged");
        Assert.Equal(["r-15", "r-3", "r-16", "r-4"], Column(log.Read(Noon.AddDays(3), Noon.AddDays(5)), "_request"));
        Assert.Equal(["r-16", "r-4"], Column(log.Read(Noon.AddDays(3).AddTicks(1), Noon.AddDays(4).AddTicks(1)), "_request"));
        YardException fault = Assert.Throws<YardException>(() => log.Read(Noon.AddDays(8)));
        Assert.Contains("is not a journal of predictions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_finds_its_prediction_by_request_and_row_and_the_last_one_counts()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionWriter writer = log.WriterOf(Churn);
        Write(writer, "r-1", Noon, [.. Row(1), .. Row(2)], [0, 0], [1, 0, 1, 0]);
        Write(writer, "r-2", Noon, Row(3), [0], [1, 0]);
        log.AddLabels([new TrueLabel("Yes") { Request = "r-1", Row = 1 }, new TrueLabel("Yes") { Request = "r-2" }]);
        log.AddLabels([new TrueLabel("No") { Request = "r-1", Row = 1 }, new TrueLabel((string?)null) { Request = "r-2" }, new TrueLabel("Yes") { Request = "unknown" }]);
        for (int pass = 0; pass < 2; pass++)
        {
            Frame frame = log.Read();
            Assert.Equal(["", "No", ""], Column(frame, "_label"));
            Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(frame["_label_time"].IsMissing));
            writer.Dispose();
            log.Dispose();
            log.Seal();
            Assert.Equal(2, Files("*.parquet").Length);
        }
    }

    [Fact]
    public void A_label_by_key_belongs_to_the_last_prediction_at_or_before_the_moment_it_is_true_for()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionWriter writer = log.WriterOf(Churn);
        for (int month = 0; month < 3; month++)
        {
            Write(writer, $"r-{month}", Noon.AddDays(10 * month), [.. Row(1), .. Row(2)], [0, 0], [1, 0, 1, 0], texts =>
            {
                texts.Add(0, CellTexts.Key, "ann");
                texts.Add(1, CellTexts.Key, "bob");
            });
        }

        log.AddLabels(
        [
            new TrueLabel("Yes") { Key = "bob", At = Noon.AddDays(10) },
            new TrueLabel("No") { Key = "ann", At = Noon.AddDays(19) },
            new TrueLabel("Yes") { Key = "ann", At = Noon.AddDays(-1) },
        ]);
        Assert.Equal(["", "", "No", "Yes", "", ""], Column(log.Read(), "_label"));
        log.AddLabels([new TrueLabel("Yes") { Key = "ann" }]);
        Assert.Equal(["", "", "No", "Yes", "Yes", ""], Column(log.Read(), "_label"));
    }

    [Fact]
    public void Labels_that_name_nothing_or_two_things_are_refused()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        Assert.Contains("neither a request nor a key", Assert.Throws<ModelyardException>(() => log.AddLabels([new TrueLabel("Yes")])).Message, StringComparison.Ordinal);
        Assert.Contains("both a request and a key", Assert.Throws<ModelyardException>(() => log.AddLabels([new TrueLabel("Yes") { Key = "a", Request = "b" }])).Message, StringComparison.Ordinal);
        Assert.Empty(Files("*.journal"));
    }

    [Fact]
    public void Redacted_cells_are_nowhere_in_the_log()
    {
        string[] secrets = ["customer-4711", "gold-level", "unknown-level", "secret free text"];
        var source = new PredictionSource(
            "m",
            "1",
            new FeatureSchema(
                new Feature("customer_name", FeatureKind.Text), new Feature("customer_level", FeatureKind.Categorical) { Levels = ["gold-level", "other"] }, new Feature("income"), new Feature("plain"), new Feature("free", FeatureKind.Text)),
            "y");
        using PredictionLog log = PredictionLog.Open(_folder, new PredictionLogOptions { Redactions = [new RedactionRule("customer_*", Redaction.Hash), new RedactionRule("inc?me", Redaction.Hash), new RedactionRule("free", Redaction.Omit)] });
        using (PredictionWriter writer = log.WriterOf(source))
        {
            Write(writer, "r-1", Noon, [1, 0, 123_456.789, 5, 3, 1, -1, 123_456.789, 6, 3, 1, 1, double.NaN, 7, 3], [1, 2, 3], [], texts =>
            {
                texts.Add(0, 0, secrets[0]);
                texts.Add(1, 0, secrets[0]);
                texts.Add(1, 1, secrets[2]);
                texts.Add(0, 4, secrets[3]);
                texts.Add(2, CellTexts.Key, "kept");
            });
        }

        Assert.Null(Leak());
        Frame before = log.Read();
        log.Seal();
        Assert.Null(Leak());
        Frame frame = log.Read();
        Assert.False(frame.TryGetColumn("free", out _));
        Assert.Equal(["5", "6", "7"], Column(frame, "plain"));
        foreach (string name in new[] { "customer_name", "customer_level", "income" })
        {
            Assert.Equal(Column(before, name), Column(frame, name));
            Assert.All(Column(frame, name).Where(cell => cell.Length > 0), cell => Assert.Matches("^[0-9a-f]{24}$", cell));
        }

        string[] incomes = Column(frame, "income"), levels = Column(frame, "customer_level"), names = Column(frame, "customer_name");
        Assert.True(incomes[0] == incomes[1] && incomes[2].Length == 0);
        Assert.Equal(3, levels.Distinct().Count());
        Assert.True(names[0] == names[1] && names[2].Length == 0);

        string? Leak() => Files("*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file)))
            .SelectMany(text => secrets.Append(Encoding.Latin1.GetString(BitConverter.GetBytes(123_456.789))).Append("123456.789").Where(secret => text.Contains(secret, StringComparison.Ordinal))).FirstOrDefault();
    }

    [Fact]
    public void A_share_of_requests_is_kept_by_their_identifiers_alone()
    {
        using PredictionLog log = PredictionLog.Open(_folder, new PredictionLogOptions { Share = 0.1 });
        using PredictionWriter writer = log.WriterOf(Churn), other = log.WriterOf(Churn with { Version = "4" });
        byte[][] requests = [.. Enumerable.Range(0, 4000).Select(i => Encoding.UTF8.GetBytes($"request {i}"))];
        bool[] kept = Array.ConvertAll(requests, request => writer.Keeps(request));
        Assert.Equal(kept, Array.ConvertAll(requests, request => other.Keeps(request)));

        // Six standard deviations of a binomial count.
        Assert.InRange(kept.Count(one => one), 400 - (6 * 19), 400 + (6 * 19));
        for (int i = 0; i < 100; i++)
        {
            Write(writer, $"request {i}", Noon, Row(i), [0], [1, 0]);
        }

        Frame frame = log.Read();
        Assert.Equal(kept.Take(100).Count(one => one), frame.RowCount);
        Assert.All(Column(frame, "_share"), share => Assert.Equal("0.1", share));
    }

    [Fact]
    public void A_journal_that_ends_anywhere_gives_what_was_whole_before()
    {
        using (PredictionLog log = PredictionLog.Open(_folder))
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            for (int i = 0; i < 5; i++)
            {
                Write(writer, $"r-{i}", Noon, Row(i), [0], [1, 0], texts => texts.Add(0, 4, "some words"));
            }
        }

        string journal = Assert.Single(Files("*.journal"));
        byte[] whole = File.ReadAllBytes(journal);
        int record = (whole.Length - HeaderLength(whole)) / 5;
        using PredictionLog reader = PredictionLog.Open(_folder);
        for (int length = 0; length < 8; length++)
        {
            File.WriteAllBytes(journal, whole[..length]);
            Assert.Equal(0, reader.Read().RowCount);
        }

        for (int length = 8; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(journal, whole[..length]);
            Assert.Equal(Math.Max(0, (length - HeaderLength(whole)) / record), reader.Read().RowCount);

            // As a power cut may leave it: longer than what was written.
            File.WriteAllBytes(journal, [.. whole[..length], .. new byte[50]]);
            Assert.Equal(Math.Max(0, (length - HeaderLength(whole)) / record), reader.Read().RowCount);
        }

        File.WriteAllBytes(journal, whole[..^3]);
        reader.Seal();
        Assert.Equal(4, reader.Read().RowCount);
        Assert.Single(Files("*.torn"));
        Assert.Empty(Files("*.journal"));
    }

    [Fact]
    public void What_a_death_has_left_unfinished_goes_when_the_log_is_sealed()
    {
        string day = Directory.CreateDirectory(Path.Combine(_folder, "2026-03-01")).FullName;
        File.WriteAllBytes(Path.Combine(day, "20260301-120000-a.predictions.journal"), []);
        File.WriteAllText(Path.Combine(day, "20260301-120000-b.labels.journal"), "MYJR");
        File.WriteAllText(Path.Combine(day, "20260301-120000-c.predictions.parquet.0f.part"), "PAR1");
        using PredictionLog log = PredictionLog.Open(_folder);
        Assert.Equal(0, log.Read().RowCount);
        log.Seal();
        Assert.Empty(Files("2026*"));
    }

    [Fact]
    public void A_table_whose_journal_was_left_counts_once()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "r-1", Noon, Row(1), [0], [1, 0]);
        }

        string journal = Assert.Single(Files("*.journal"));
        byte[] whole = File.ReadAllBytes(journal);
        log.Seal();
        File.WriteAllBytes(journal, whole);
        Assert.Equal(1, log.Read().RowCount);
        log.Seal();
        Assert.Empty(Files("*.journal"));
        Assert.Equal(1, log.Read().RowCount);
    }

    [Fact]
    public void Days_that_are_over_are_removed()
    {
        using PredictionLog log = PredictionLog.Open(_folder, new PredictionLogOptions { Retention = TimeSpan.FromDays(30) });
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "old", DateTime.UtcNow.AddDays(-32), Row(1), [0], [1, 0]);
            Write(writer, "new", DateTime.UtcNow.AddDays(-29), Row(1), [0], [1, 0]);
        }

        log.Seal();
        Assert.Equal(["new"], Column(log.Read(), "_request"));
        Assert.Single(Directory.GetDirectories(_folder, "20*"));
        Assert.Equal(2, log.RollUps().Count);
    }

    [Fact]
    public async Task Many_threads_write_while_others_seal_and_read()
    {
        const int Threads = 4, Requests = 400;
        var options = new PredictionLogOptions { JournalBytes = 5_000 };
        using PredictionLog log = PredictionLog.Open(_folder, options), other = PredictionLog.Open(_folder, options);
        using PredictionWriter one = log.WriterOf(Churn), two = other.WriterOf(Churn);
        var writing = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Requests; i++)
            {
                Write(i % 2 == 0 ? one : two, $"{thread}-{i}", Noon, Row(i), [0], [1, 0]);
            }
        })));
        int last = 0;
        do
        {
            log.Seal();
            int rows = other.Read().RowCount;
            Assert.True(rows >= last, $"{rows} rows are read after {last} were.");
            last = rows;
        }
        while (!writing.IsCompleted);
        await writing;
        log.Seal();
        Assert.Equal(Threads * Requests, Column(other.Read(), "_request").Distinct().Count());
        Assert.True(Files("*.parquet").Length > 10);
    }

    private static int HeaderLength(byte[] journal) => 8 + 8 + BitConverter.ToInt32(journal, 8);

    private static double[] Row(int i) => [i, i % 2, i % 2, i * 1000, 2];

    private static void Write(PredictionWriter writer, string request, DateTime time, double[] inputs, double[] predictions, double[] probabilities, Action<CellTexts>? add = null)
    {
        var texts = new CellTexts();
        add?.Invoke(texts);
        writer.Write(new PredictionBlock
        {
            Time = time,
            Request = Encoding.UTF8.GetBytes(request),
            Latency = TimeSpan.FromMilliseconds(1.5),
            Inputs = inputs,
            Predictions = predictions,
            Probabilities = probabilities,
            Texts = texts,
        });
    }

    private static string[] Cells(Frame frame, int row) => [.. frame.Columns.Select(column => column.IsMissing(row) ? "" : column.FormatCell(row))];

    private static string[] Column(Frame frame, string name) => [.. Enumerable.Range(0, frame.RowCount).Select(row => frame[name].IsMissing(row) ? "" : frame[name].FormatCell(row))];

    private string[] Files(string pattern) => Directory.GetFiles(_folder, pattern, SearchOption.AllDirectories);
}
