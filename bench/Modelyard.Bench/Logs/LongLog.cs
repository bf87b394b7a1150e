using System.Diagnostics;
using System.Text;
using Modelyard.Data;
using Modelyard.Frames;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Preparation;

namespace Modelyard.Bench.Logs;

/// <summary>Fills the log of a registered model as months of serving would: a request a prediction, by day and night, most labels a day late.</summary>
/// <remarks>The rows are those of a table, drawn again and again; their answers are the model's own. Days that are over are written day by day, the last of them yesterday.</remarks>
internal sealed class LongLog
{
    private const int Seed = 20010101;
    private const double LabelledShare = 0.6;
    private const int LabelsOfRequest = 1_000;

    private readonly PredictionSource _source;
    private readonly Matrix _inputs;
    private readonly double[] _answers;
    private readonly double[] _probabilities;
    private readonly string[] _truth;

    private LongLog(PredictionSource source, ModelPackage package, Frame table)
    {
        _source = source;
        _truth = [.. Enumerable.Range(0, table.RowCount).Select(table[source.Target].FormatCell)];
        _inputs = new RowEncoder(source.Inputs).Encode(Frame.Of(source.Inputs.Select(input => table[input.Name])));
        int classes = source.Classes.Count;
        _answers = new double[table.RowCount];
        _probabilities = new double[table.RowCount * classes];
        for (int row = 0; row < table.RowCount; row++)
        {
            _answers[row] = package.Predictor.PredictClass(_inputs.Row(row), _probabilities.AsSpan(row * classes, classes));
        }
    }

    /// <summary>Fills a log and says how long each part took.</summary>
    /// <param name="folder">The folder of the yard.</param>
    /// <param name="model">The name of the model, a classification.</param>
    /// <param name="table">The file of rows, with the target.</param>
    /// <param name="rows">The number of predictions in all.</param>
    /// <param name="days">The number of days.</param>
    internal static int Run(string folder, string model, string table, long rows, int days)
    {
        using var yard = Yard.Open(folder);
        ModelVersion version = yard.Models.Resolve(model);
        ModelPackage package = yard.Models.Load(version);
        var filled = new LongLog(PredictionSource.Of(version.Name, $"{version.Version}", package), package, CsvReader.Read(table).Frame);
        var clock = new GivenTime();
        using PredictionLog log = yard.Predictions.Open(version.Name, new PredictionLogOptions { MergeAge = TimeSpan.Zero }, clock);
        DateOnly first = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-days);
        double writing = 0, labelling = 0, sealing = 0;
        Queue<TrueLabel>[] late = [new(), new()];
        for (int day = 0; day < days; day++)
        {
            long ofDay = (rows * (day + 1) / days) - (rows * day / days);
            clock.Now = first.AddDays(day + 1).ToDateTime(new TimeOnly(1, 0), DateTimeKind.Utc);
            writing += Timed(() => filled.Write(log, first.AddDays(day), ofDay, late[day % 2]));
            labelling += Timed(() => Label(log, late[(day + 1) % 2]));
            sealing += Timed(log.Seal);
            Console.Error.WriteLine($"{first.AddDays(day):yyyy-MM-dd}: {ofDay:N0} predictions; so far written in {writing:0} s, labelled in {labelling:0} s, sealed in {sealing:0} s");
        }

        long bytes = Directory.EnumerateFiles(log.Folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Console.WriteLine($"{rows:N0} predictions in {writing:0} s ({rows / writing:N0} a second), labels in {labelling:0} s, sealed and put together in {sealing:0} s ({rows / sealing:N0} a second); {bytes / 1e9:0.00} GB, {bytes / (double)rows:0} bytes a prediction; at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.0} GB of memory");
        return 0;
    }

    private static double Timed(Action action)
    {
        long started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Label(PredictionLog log, Queue<TrueLabel> labels)
    {
        var batch = new List<TrueLabel>(LabelsOfRequest);
        while (labels.TryDequeue(out TrueLabel? label))
        {
            batch.Add(label);
            if (batch.Count == LabelsOfRequest || labels.Count == 0)
            {
                log.AddLabels(batch);
                batch.Clear();
            }
        }
    }

    private void Write(PredictionLog log, DateOnly day, long rows, Queue<TrueLabel> labels)
    {
        var random = new Random(Seed ^ day.DayNumber);
        int classes = _source.Classes.Count;
        using PredictionWriter writer = log.WriterOf(_source);
        DateTime begins = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        for (long i = 0; i < rows; i++)
        {
            // Half as many at night as at noon: the part of the day at which a share of its requests has come.
            double share = (i + random.NextDouble()) / rows, part = share - (Math.Sin(2 * Math.PI * share) / (6 * Math.PI));
            DateTime time = begins.AddTicks((long)(part * TimeSpan.TicksPerDay));
            int row = random.Next(_answers.Length);
            string request = $"{(time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond:x12}7{random.NextInt64(1L << 62):x16}{i % 4096:x3}";
            writer.Write(new PredictionBlock
            {
                Time = time,
                Request = Encoding.UTF8.GetBytes(request),
                Latency = TimeSpan.FromMicroseconds(Math.Exp(6.5 + (0.4 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)) + (random.NextDouble() < 0.01 ? 2 : 0))),
                Inputs = _inputs.Row(row),
                Predictions = _answers.AsSpan(row, 1),
                Probabilities = _probabilities.AsSpan(row * classes, classes),
            });
            if (random.NextDouble() < LabelledShare)
            {
                labels.Enqueue(new TrueLabel(_truth[row]) { Request = request });
            }
        }
    }

    /// <summary>Represents the time as it was when a day was looked after.</summary>
    private sealed class GivenTime : TimeProvider
    {
        internal DateTime Now { get; set; } = DateTime.UtcNow;

        public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
    }
}
