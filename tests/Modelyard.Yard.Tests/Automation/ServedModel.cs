using System.Globalization;
using Modelyard.Frames;
using Modelyard.Lifecycle.Monitors;
using Modelyard.Lifecycle.Predictions;
using Modelyard.Lifecycle.Training;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Training;

namespace Modelyard.Lifecycle.Tests.Automation;

/// <summary>Represents a model of two numbers and a category that is in production, with a log of its answers and their true labels, day by day.</summary>
internal sealed class ServedModel(Yard yard, string folder)
{
    internal static readonly DateTime First = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    internal string TrainingFile => Path.Combine(folder, "old.csv");

    /// <summary>Trains the first version from a file and puts it into production.</summary>
    internal ServedModel Train(TrainingOptions? options = null, int rows = 300)
    {
        WriteFile(TrainingFile, 0, rows, isTurned: false);
        new TrainingJob(TrainingFile, yard.Folder, options ?? new TrainingOptions { Target = "churn", Candidates = ["LogisticRegression"], Trials = 0, Vote = false }, "churn").Run();
        yard.Models.SetAlias("churn", "champion", 1);
        return this;
    }

    /// <summary>Logs what the version in production answers on a day, and its labels. Where the law is turned, labels are the other way round and the inputs have moved.</summary>
    internal void Log(int day, bool isTurned, int rows = 150, bool labelled = true, bool isMoved = false)
    {
        ModelVersion version = yard.Models.Resolve("churn");
        ModelPackage package = yard.Models.Load(version);
        Frame table = Table((ulong)day + 100, rows, isTurned, isMoved || isTurned);
        Predictor predictor = package.Predictor;
        double[] sure = Array.ConvertAll(table["usage"].ToDoubles(), usage => usage > 0 ? 0.8 : 0.2);
        Frame answers = Frame.Of([
            .. table.Columns.Where(column => column.Name != "churn"),
            CategoryColumn.From("_prediction", sure.Select(chance => predictor.Classes[chance > 0.5 ? 1 : 0])),
            new DoubleColumn("_probability.No", Array.ConvertAll(sure, chance => 1 - chance)),
            new DoubleColumn("_probability.Yes", sure),
            new TextColumn("_request", Enumerable.Repeat($"day-{day}", rows))]);
        using PredictionLog log = yard.Predictions.Open("churn");
        using (PredictionTableWriter writer = log.TableWriterOf(PredictionSource.Of("churn", version.Version.ToString(CultureInfo.InvariantCulture), package)))
        {
            writer.Write(answers, First.AddDays(day).AddHours(9));
        }

        if (labelled)
        {
            log.AddLabels([.. Enumerable.Range(0, rows).Select(row => new TrueLabel(table["churn"].FormatCell(row)) { Request = $"day-{day}", Row = row })]);
        }
    }

    /// <summary>Adds a monitor that compares with the first day.</summary>
    internal void Watch() => yard.Monitors.Add(new MonitorDefinition("daily", "churn") { Reference = new MonitorReference(ReferenceKind.First, 1) });

    internal static void WriteFile(string path, ulong seed, int rows, bool isTurned) => CsvWriter.Write(Table(seed, rows, isTurned, isTurned), path);

    internal static Frame Table(ulong seed, int rows, bool isTurned, bool isMoved)
    {
        var random = new RandomStream(7, seed);
        double[] usage = new double[rows], calls = new double[rows];
        string[] contract = new string[rows], churn = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            usage[row] = Math.Round(random.NextGaussian() + (isMoved ? 1.5 : 0), 4);
            calls[row] = Math.Round(random.NextGaussian(), 4);
            contract[row] = random.NextDouble() < 0.5 ? "month" : "year";
            double score = usage[row] - (isMoved ? 1.5 : 0) - calls[row] + (0.7 * random.NextGaussian());
            churn[row] = score > 0 == isTurned ? "No" : "Yes";
        }

        return Frame.Of([new DoubleColumn("usage", usage), new DoubleColumn("calls", calls), CategoryColumn.From("contract", contract), CategoryColumn.From("churn", churn)]);
    }
}
