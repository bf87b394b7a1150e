using System.Text;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Tests.Predictions;

public sealed class RollUpTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly PredictionLogOptions AtOnce = new() { MergeAge = TimeSpan.Zero };
    private static readonly PredictionSource Churn = new("churn", "1", new FeatureSchema(new Feature("tenure"), new Feature("contract", FeatureKind.Categorical) { Levels = ["month", "year"] }), "churn") { Classes = ["No", "Yes"] };
    private static readonly PredictionSource Price = new("price", "7", new FeatureSchema(new Feature("area")), "price");

    private readonly string _folder = Directory.CreateTempSubdirectory("modelyard-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_tell_what_the_rows_tell_while_journals_are_open_sealed_put_together_and_gone()
    {
        using PredictionLog log = PredictionLog.Open(_folder, AtOnce);
        var random = new Random(1);
        var latencies = new List<double>();
        PredictionWriter writer = log.WriterOf(Churn), second = log.WriterOf(Churn with { Version = "2" });
        for (int i = 0; i < 600; i++)
        {
            latencies.Add(1 + random.Next(1000));
            Write(i % 3 == 0 ? second : writer, $"r-{i}", Noon.AddMinutes(2 * i), TimeSpan.FromMilliseconds(latencies[^1]), [i % 5 == 0 ? double.NaN : i, 0, i, double.NaN], [i % 2, 1], [0.75, 0.25, 0.5, 0.5]);
        }

        Check();
        Check();
        writer.Dispose();
        second.Dispose();
        log.Seal();
        Assert.True(log.RollUps().IsExact);
        Assert.Equal(["2026-03-01", "2026-03-02"], log.ReadDays().Select(day => $"{((TimestampColumn)day["_time"])[0]:yyyy-MM-dd}"));
        Check();
        log.Seal();
        using (PredictionLog short_ = PredictionLog.Open(_folder, AtOnce with { Retention = TimeSpan.FromDays(1) }))
        {
            short_.Seal();
        }

        Assert.Empty(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories));
        Check();

        void Check()
        {
            LogRollUps kept = log.RollUps();
            Assert.Equal(
                Enumerable.Range(0, 600).GroupBy(i => (Hour: Noon.AddHours(i / 30), Version: i % 3 == 0 ? "2" : "1")).OrderBy(group => group.Key.Hour).ThenBy(group => group.Key.Version, StringComparer.Ordinal).Select(group => (group.Key.Hour, group.Key.Version, 2L * group.Count(), (long)group.Count())),
                kept.Predictions.Select(hour => (hour.Start, hour.Version, hour.Predictions, hour.Requests)));
            PredictionRollUp all = Assert.Single(PredictionRollUp.Merge(kept.Predictions, _ => Noon, byVersion: false));
            Assert.Equal((1200, 600, 1200.0, 1200), (all.Predictions, all.Requests, all.Estimated, kept.Count));
            Assert.Equal([KeyValuePair.Create("No", 300L), KeyValuePair.Create("Yes", 900L)], all.Classes);
            Assert.Equal([KeyValuePair.Create("No", 750.0), KeyValuePair.Create("Yes", 450.0)], all.Probabilities);
            Assert.Equal([KeyValuePair.Create("contract", 600L), KeyValuePair.Create("tenure", 120L)], all.Missing);
            Assert.Equal((latencies.Min(), latencies.Max()), (all.Latency.Minimum, all.Latency.Maximum));
            Assert.Equal(latencies.Sum(), all.Latency.Sum, 1e-6);
            Assert.InRange(all.Latency.Quantile(0.5), latencies.Order().ElementAt(299) * 0.99, latencies.Order().ElementAt(299) * 1.01);
        }
    }

    [Fact]
    public void Numbers_and_labels_are_added_up_too()
    {
        using PredictionLog log = PredictionLog.Open(_folder, AtOnce);
        using (PredictionWriter writer = log.WriterOf(Price))
        {
            for (int i = 0; i < 100; i++)
            {
                Write(writer, $"r-{i}", Noon, TimeSpan.Zero, [i], [i - 50], []);
            }
        }

        log.AddLabels([new TrueLabel("7") { Request = "r-1" }, new TrueLabel("8") { Request = "r-2" }]);
        for (int pass = 0; pass < 2; pass++)
        {
            LogRollUps kept = log.RollUps();
            PredictionRollUp hour = Assert.Single(kept.Predictions);
            Assert.Equal((100, 0, -50.0, 49.0, -0.5), (hour.Numbers.Count, hour.Latency.Count, hour.Numbers.Minimum, hour.Numbers.Maximum, hour.Numbers.Mean));
            Assert.Empty(hour.Classes);
            Assert.Equal(2, Assert.Single(kept.Labels).Value);
            log.Dispose();
            log.Seal();
        }
    }

    [Fact]
    public void What_was_sent_again_counts_once_when_its_day_is_put_together()
    {
        using PredictionLog log = PredictionLog.Open(_folder, AtOnce);
        for (int time = 0; time < 2; time++)
        {
            using (PredictionWriter writer = log.WriterOf(Churn))
            {
                Write(writer, "again", Noon.AddHours(1), TimeSpan.FromMilliseconds(2), [1, 0], [0], [1, 0]);
                Write(writer, $"own-{time}", Noon.AddHours(-time), TimeSpan.FromMilliseconds(2), [1, 0], [0], [1, 0]);
            }
        }

        Assert.Equal((4, false), (log.RollUps().Count, log.RollUps().IsExact));
        Frame before = log.Read();
        log.Seal();
        Assert.Equal((3, true), (log.RollUps().Count, log.RollUps().IsExact));
        string table = Assert.Single(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories));
        Assert.Equal(["own-1", "own-0", "again"], Texts(ParquetReader.Read(table).Frame, "_request"));
        Assert.Equal(before.ToString(), log.Read().ToString());

        // A batch of the same day is put in later on.
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "late", Noon.AddMinutes(1), TimeSpan.FromMilliseconds(2), [1, 0], [0], [1, 0]);
        }

        Assert.Equal((4, false), (log.RollUps().Count, log.RollUps().IsExact));
        log.Seal();
        Assert.Equal((4, true), (log.RollUps().Count, log.RollUps().IsExact));
        Assert.Equal(["own-1", "own-0", "late", "again"], Texts(log.Read(), "_request"));
        Assert.Single(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_day_that_was_added_to_just_now_is_left_as_it_is()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "r-1", Noon, TimeSpan.Zero, [1, 0], [0], [1, 0]);
        }

        log.Seal();
        Assert.Equal((1, false), (log.RollUps().Count, log.RollUps().IsExact));
        Assert.DoesNotContain(".day.", Assert.Single(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_day_is_put_together_part_by_part(bool isOneMoment)
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        var random = new Random(3);
        for (int file = 0; file < 3; file++)
        {
            using PredictionWriter writer = log.WriterOf(Churn);
            for (int i = 0; i < 200; i++)
            {
                Write(writer, $"r-{random.Next(500)}", isOneMoment ? Noon : Noon.AddSeconds(random.Next(100)), TimeSpan.Zero, [1, 0], [0], [1, 0]);
            }
        }

        log.Seal();
        Frame before = log.Read();
        Assert.InRange(before.RowCount, 300, 599);
        new DayMerger(new SegmentFolder(_folder), rowsOfPart: 50).Merge(new DateOnly(2026, 3, 1), TimeSpan.Zero);
        Assert.Equal((before.RowCount, true), (log.RollUps().Count, log.RollUps().IsExact));
        Assert.Single(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories));
        Frame after = log.Read();
        Assert.Equal(Texts(before, "_time").Zip(Texts(before, "_request")), Texts(after, "_time").Zip(Texts(after, "_request")));
    }

    [Fact]
    public void An_input_of_few_texts_in_one_file_and_of_many_in_another_is_one_column()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        PredictionSource notes = Price with { Inputs = new FeatureSchema(new Feature("note", FeatureKind.Text) { Levels = ["good"] }) };
        for (int file = 0; file < 2; file++)
        {
            using PredictionWriter writer = log.WriterOf(notes);
            for (int i = 0; i < 200; i++)
            {
                var texts = new CellTexts();
                texts.Add(0, 0, file == 0 ? "good" : $"good number {i}");
                writer.Write(new PredictionBlock { Time = Noon.AddSeconds(i + (100 * file)), Request = Encoding.UTF8.GetBytes($"{file}-{i}"), Inputs = [1], Predictions = [1], Texts = texts });
            }
        }

        log.Seal();
        string[] before = Texts(log.Read(), "note");
        new DayMerger(new SegmentFolder(_folder), rowsOfPart: 60).Merge(new DateOnly(2026, 3, 1), TimeSpan.Zero);
        Assert.True(log.RollUps().IsExact);
        Assert.Equal(before, Texts(log.Read(), "note"));
        Assert.Equal(400, before.Length);
    }

    [Fact]
    public async Task Readers_see_each_row_once_while_a_day_is_put_together_again_and_again()
    {
        const int Requests = 300;
        PredictionLogOptions options = AtOnce with { JournalBytes = 2_000 };
        using PredictionLog log = PredictionLog.Open(_folder, options), other = PredictionLog.Open(_folder, options);
        using PredictionWriter writer = log.WriterOf(Churn);
        var writing = Task.Run(() =>
        {
            for (int i = 0; i < Requests; i++)
            {
                Write(writer, $"r-{i}", Noon.AddSeconds(i % 7), TimeSpan.Zero, [i, 0], [0], [1, 0]);
                Thread.Sleep(i % 10 == 0 ? 5 : 0);
            }

            writer.Dispose();
        });
        var sealing = Task.Run(() =>
        {
            while (!writing.IsCompleted)
            {
                log.Seal();
            }
        });
        int last = 0;
        while (!sealing.IsCompleted)
        {
            string[] requests = Texts(other.Read(), "_request");
            Assert.Equal(requests.Length, requests.Distinct().Count());
            Assert.True(requests.Length >= last, $"{requests.Length} rows are read after {last} were.");
            last = requests.Length;
            Assert.InRange(other.RollUps().Count, last, 2 * Requests);
        }

        await Task.WhenAll(writing, sealing);
        log.Seal();
        Assert.Equal((Requests, true), (log.RollUps().Count, log.RollUps().IsExact));
        Assert.Equal(Requests, other.Read().RowCount);
        Assert.Single(Directory.GetFiles(_folder, "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public void Versions_with_other_inputs_stay_tables_of_their_own()
    {
        using PredictionLog log = PredictionLog.Open(_folder, AtOnce);
        using (PredictionWriter one = log.WriterOf(Price), other = log.WriterOf(Price with { Version = "8", Inputs = new FeatureSchema(new Feature("area"), new Feature("rooms")) }))
        {
            Write(one, "r-1", Noon, TimeSpan.Zero, [70], [1200], []);
            Write(other, "r-2", Noon, TimeSpan.Zero, [70, 3], [1300], []);
        }

        log.Seal();
        Assert.Equal(2, Directory.GetFiles(_folder, "*.day.predictions.parquet", SearchOption.AllDirectories).Length);
        Assert.Equal(["7", "8"], log.RollUps().Predictions.Select(hour => hour.Version));
        Assert.Equal(["", "3"], Texts(log.Read(), "rooms"));
    }

    [Fact]
    public void A_label_by_key_is_not_taken_by_an_earlier_prediction_because_the_later_one_was_not_asked_for()
    {
        using PredictionLog log = PredictionLog.Open(_folder);
        using PredictionWriter writer = log.WriterOf(Churn);
        foreach (int day in new[] { 0, 31 })
        {
            var texts = new CellTexts();
            texts.Add(0, CellTexts.Key, "ann");
            writer.Write(new PredictionBlock { Time = Noon.AddDays(day), Request = Encoding.UTF8.GetBytes($"r-{day}"), Inputs = [1, 0], Predictions = [0], Probabilities = [1, 0], Texts = texts });
        }

        log.AddLabels([new TrueLabel("Yes") { Key = "ann", At = Noon.AddDays(40) }]);
        Assert.Equal(["", "Yes"], Texts(log.Read(), "_label"));
        Assert.Equal([""], Texts(log.Read(until: Noon.AddDays(1)), "_label"));
        Assert.Equal([""], Texts(log.Find("r-0"), "_label"));
        Assert.Equal(["", "Yes"], log.ReadDays().SelectMany(day => Texts(day, "_label")));
        log.AddLabels([new TrueLabel("No") { Key = "ann", At = Noon.AddDays(30) }]);
        Assert.Equal(["No"], Texts(log.Read(until: Noon.AddDays(1)), "_label"));
    }

    [Fact]
    public void A_damaged_roll_up_says_what_to_do()
    {
        using PredictionLog log = PredictionLog.Open(_folder, AtOnce);
        using (PredictionWriter writer = log.WriterOf(Churn))
        {
            Write(writer, "r-1", Noon, TimeSpan.Zero, [1, 0], [0], [1, 0]);
        }

        log.Seal();
        string file = Assert.Single(Directory.GetFiles(_folder, "*.rollup.json.gz", SearchOption.AllDirectories));
        File.WriteAllText(file, "no roll-up");
        Assert.Contains("is damaged", Assert.Throws<YardException>(() => log.RollUps()).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal(1, log.RollUps().Count);
        log.Seal();
        Assert.True(log.RollUps().IsExact);
    }

    private static void Write(PredictionWriter writer, string request, DateTime time, TimeSpan latency, double[] inputs, double[] predictions, double[] probabilities) => writer.Write(new PredictionBlock
    {
        Time = time,
        Request = Encoding.UTF8.GetBytes(request),
        Latency = latency,
        Inputs = inputs,
        Predictions = predictions,
        Probabilities = probabilities,
    });

    private static string[] Texts(Frame frame, string name) => frame.RowCount == 0 ? [] : [.. Enumerable.Range(0, frame.RowCount).Select(row => frame[name].IsMissing(row) ? "" : frame[name].FormatCell(row))];
}
