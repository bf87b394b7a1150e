using System.Diagnostics;
using Modelyard.Bayes;
using Modelyard.Frames;
using Modelyard.Kernels;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation.Text;

namespace Modelyard.Bench.Preparation;

/// <summary>Represents the way from the bodies of mails to weighted terms, and on to a classifier, timed beside scikit-learn.</summary>
/// <param name="Name">The name, shared with bench/peers/text.py.</param>
/// <param name="Estimator">What learns from the terms; null for the terms alone, whose number is the score.</param>
public sealed record TextWorkload(string Name, IEstimator? Estimator)
{
    private const int Repeats = 5;

    /// <summary>Gets all workloads.</summary>
    public static IReadOnlyList<TextWorkload> All { get; } =
    [
        new("tfidf_mails", null),
        new("tfidf_nb_mails", new MultinomialNaiveBayes { Alpha = 0.1 }),
        new("tfidf_linsvc_mails", new LinearSvc()),
    ];

    /// <summary>Measures the workload, after a warm-up, several times.</summary>
    /// <returns>The size, the median seconds from texts to the model and from other texts to their classes, and the accuracy on those.</returns>
    public WorkloadResult Measure()
    {
        (string?[] texts, int[] labels) = Read("train");
        (string?[] others, int[] truth) = Read("test");
        RepeatedTime fit = new(), predict = new();
        double score = 0;
        RepeatedTime.WarmUp(() => Run(texts, labels, others, truth));
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            (double fitSeconds, double predictSeconds, score) = Run(texts, labels, others, truth);
            fit.Add(fitSeconds);
            predict.Add(predictSeconds);
        }

        return new WorkloadResult(Name, $"{texts.Length:N0} texts, {texts.Sum(text => text?.Length ?? 0) / 1e6:0.0} M characters", fit.Median, predict.Median, score);
    }

    private (double Fit, double Predict, double Score) Run(string?[] texts, int[] labels, string?[] others, int[] truth)
    {
        var clock = Stopwatch.StartNew();
        (TfidfVectorizerModel vectorizer, SparseMatrix weights) = new TfidfVectorizer().FitTransform(texts);
        IClassificationModel? model = Estimator is null ? null : (IClassificationModel)Estimator.FitModel(Dataset.ForClassification(weights, labels, ["ham", "spam"]), FitContext.Default);
        double fit = clock.Elapsed.TotalSeconds;
        clock.Restart();
        SparseMatrix rows = vectorizer.Transform(others, Environment.ProcessorCount);
        if (model is null)
        {
            return (fit, clock.Elapsed.TotalSeconds, vectorizer.Terms.Count);
        }

        int[] classes = new int[rows.Rows];
        model.Predict(rows, classes, Environment.ProcessorCount);
        int right = 0;
        for (int row = 0; row < rows.Rows; row++)
        {
            right += classes[row] == truth[row] ? 1 : 0;
        }

        return (fit, clock.Elapsed.TotalSeconds, (double)right / rows.Rows);
    }

    private static (string?[] Texts, int[] Labels) Read(string part)
    {
        string path = Path.Combine(Environment.CurrentDirectory, ".cache", "bench", $"mails-{part}.csv");
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"'{path}' is not there. Run bench/peers/mails.py first.");
        }

        var kinds = new Dictionary<string, ColumnKind>(StringComparer.Ordinal) { ["body"] = ColumnKind.Text, ["label"] = ColumnKind.Category };
        Frame frame = CsvReader.Read(path, new CsvReadOptions { Kinds = kinds, MissingTokens = [""] }).Frame;
        return (
            [.. Enumerable.Range(0, frame.RowCount).Select(row => ((TextColumn)frame["body"])[row])],
            [.. Enumerable.Range(0, frame.RowCount).Select(row => frame["label"].FormatCell(row) == "spam" ? 1 : 0)]);
    }
}
