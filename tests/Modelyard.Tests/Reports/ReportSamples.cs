using Modelyard.Charts;
using Modelyard.Numerics;
using Modelyard.Reports;
using Modelyard.Reports.Content;

namespace Modelyard.Tests.Reports;

/// <summary>Makes contents of reports that look like those of real trainings.</summary>
internal static class ReportSamples
{
    public static readonly string[] Names = ["binary", "letters", "regression", "bare"];

    public static TrainingReportContent Create(string name) => name switch
    {
        "binary" => Binary(),
        "letters" => Letters(),
        "regression" => Regression(10_788),
        "bare" => Bare(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static TrainingReportContent Bare() => new()
    {
        Title = "model",
        Test = new ReportTest { Target = "y", Task = ReportTask.Regression },
        Estimator = "mean",
        Headline = new ReportMetric("R²", double.NaN),
    };

    public static TrainingReportContent Binary()
    {
        const int Rows = 1409;
        var random = new RandomStream(11);
        (double Probability, bool Positive)[] rows = new (double, bool)[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double logit = -1.5 + (1.6 * random.NextGaussian());
            double probability = 1 / (1 + Math.Exp(-logit));
            rows[i] = (probability, random.NextDouble() < probability);
        }

        ReportCurve roc = Curve(rows, "Yes", precision: false);
        ReportCurve recall = Curve(rows, "Yes", precision: true);
        return new TrainingReportContent
        {
            Title = "churn, version 1",
            Test = new ReportTest
            {
                Target = "churn",
                Task = ReportTask.BinaryClassification,
                PositiveClass = "Yes",
                Confusion = new ReportConfusion(["No", "Yes"], [[912, 123], [154, 220]]),
                Roc = [roc with { OperatingX = 123 / 1035.0, OperatingY = 220 / 374.0 }],
                PrecisionRecall = [recall with { Baseline = 0.2654, OperatingX = 220 / 374.0, OperatingY = 220 / 343.0 }],
                Reliability = [.. rows.Select(row => row).OrderBy(row => row.Probability).Chunk(141).Select(chunk =>
                {
                    double observed = chunk.Count(row => row.Positive) / (double)chunk.Length;
                    double half = 1.96 * Math.Sqrt(observed * (1 - observed) / chunk.Length);
                    return new ReliabilityBin(chunk.Average(row => row.Probability), observed, chunk.Length, observed - half, observed + half);
                })],
                Probabilities =
                [
                    new HistogramSeries("No", Bins(rows.Where(row => !row.Positive).Select(row => row.Probability))),
                    new HistogramSeries("Yes", Bins(rows.Where(row => row.Positive).Select(row => row.Probability))),
                ],
                Threshold = new ReportThreshold("F1", 0.34, Range(0.02, 0.98, 49), [.. Range(0.02, 0.98, 49).Select(t => 0.64 - (1.3 * Math.Pow(t - 0.34, 2)))])
                {
                    Precision = [.. Range(0.02, 0.98, 49).Select(t => 0.27 + (0.65 * t))],
                    Recall = [.. Range(0.02, 0.98, 49).Select(t => 1 - Math.Pow(t, 1.3))],
                    ChosenOn = "the development part",
                },
            },
            Estimator = "gradient boosting",
            Data = "telco-churn.csv",
            Rows = 7043,
            TrainingRows = 4929,
            TestRows = Rows,
            Features = 19,
            Created = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
            Duration = TimeSpan.FromSeconds(61.4),
            Headline = new ReportMetric("ROC AUC", 0.8463) { Low = 0.8254, High = 0.8661, Baseline = 0.5 },
            Metrics =
            [
                new ReportMetric("Accuracy", 0.8034) { Low = 0.7821, High = 0.8240, Baseline = 0.7346 },
                new ReportMetric("Balanced accuracy", 0.7612) { Low = 0.736, High = 0.7854 },
                new ReportMetric("F1", 0.6341) { Low = 0.598, High = 0.6693 },
                new ReportMetric("Average precision", 0.6602) { Low = 0.6113, High = 0.7071, Baseline = 0.2654 },
                new ReportMetric("Log loss", 0.4157) { Low = 0.3912, High = 0.4411, HigherIsBetter = false },
                new ReportMetric("Brier", 0.1361) { Low = 0.1267, High = 0.1459, HigherIsBetter = false },
                new ReportMetric("MCC", 0.4904) { Low = 0.441, High = 0.538 },
                new ReportMetric("Kappa", 0.4893) { Low = 0.44, High = 0.537 },
            ],
            Validation = "5-fold cross-validation on 4,929 training rows",
            Leaderboard =
            [
                new ReportCandidate("gradient boosting (tuned)", 0.8491) { Deviation = 0.0102, FitSeconds = 0.41, IsChosen = true, Hyperparameters = [new("Trees", "142"), new("LearningRate", "0.061"), new("Leaves", "12")] },
                new ReportCandidate("logistic regression", 0.8459) { Deviation = 0.0121, FitSeconds = 0.08, Hyperparameters = [new("Penalty", "0.81")] },
                new ReportCandidate("elastic net logistic regression", 0.8455) { Deviation = 0.0119, FitSeconds = 0.22 },
                new ReportCandidate("extra trees", 0.8352) { Deviation = 0.0093, FitSeconds = 1.32 },
                new ReportCandidate("random forest", 0.8317) { Deviation = 0.0087, FitSeconds = 1.65 },
                new ReportCandidate("Gaussian naive Bayes", 0.8126) { Deviation = 0.0141, FitSeconds = 0.021 },
                new ReportCandidate("k nearest neighbours", 0.7911) { Deviation = 0.0117, FitSeconds = 0.012, Note = "scored on 2,000 sampled rows, as scoring all would have taken longer than its part of the budget" },
                new ReportCandidate("decision tree", 0.7604) { Deviation = 0.0180, FitSeconds = 0.037 },
                new ReportCandidate("baseline (most frequent class)", 0.5) { Deviation = 0, FitSeconds = 0.0001 },
            ],
            Hyperparameters = [new("Trees", "142"), new("LearningRate", "0.061"), new("Leaves", "12"), new("MinimumRowsInLeaf", "28"), new("L2", "1.7"), new("EarlyStopping", "20 rounds")],
            Trials = [.. Enumerable.Range(1, 48).Select(i => new ReportTrial(i, i % 3 == 0 ? "logistic regression" : "gradient boosting", i == 17 ? double.NaN : 0.849 - (0.03 / (1 + (i * 0.2))) - (0.02 * (random.NextDouble() * random.NextDouble())), 0.4 + random.NextDouble(), $"Trees = {40 + (i * 7)}, LearningRate = {0.01 * i:F2}, Leaves = {4 + i}"))],
            Importances = [.. new (string, double)[]
                {
                    ("tenure", 0.0712), ("contract", 0.0541), ("internet_service", 0.0322), ("monthly_charges", 0.0188), ("total_charges", 0.0102), ("online_security", 0.0067),
                    ("tech_support", 0.0058), ("payment_method", 0.0044), ("paperless_billing", 0.0025), ("multiple_lines", 0.0018), ("streaming_movies", 0.0017), ("senior_citizen", 0.0009),
                    ("streaming_tv", 0.0006), ("dependents", 0.0003), ("online_backup", 0.0002), ("phone_service", 0.0001), ("device_protection", 0), ("partner", -0.0002), ("female", -0.0004),
                }.Select(row => new ReportImportance(row.Item1, row.Item2, row.Item2 - 0.002 - (row.Item2 * 0.12), row.Item2 + 0.002 + (row.Item2 * 0.12)))],
            Columns = TelcoColumns(random),
            Preparation =
            [
                new ReportStep("Filled 11 missing cells with the median of the training rows and kept a mark of where they were", ["total_charges"]),
                new ReportStep("Left numbers as they are", ["tenure", "monthly_charges", "total_charges"], "trees need no scaling"),
                new ReportStep("Encoded levels as categories of the boosted trees; a level not seen in training counts as missing", ["contract", "internet_service", "payment_method", "multiple_lines", "online_security", "online_backup", "device_protection", "tech_support", "streaming_tv", "streaming_movies", "female", "partner", "dependents", "phone_service"]),
                new ReportStep("Left out one column", ["customer_id"], "it has a different value in every row"),
            ],
            Warnings =
            [
                new ReportWarning("The column 'customer_id' has a different value in every row and was left out.", "Name it with --exclude to be rid of this note.", CalloutKind.Note),
                new ReportWarning("The classes are uneven: 26.5\u00A0% of the rows are Yes.", "Look at precision and recall rather than at accuracy; the threshold was chosen for F1."),
            ],
            Lineage =
            [
                new("Run", "r-20261123-000412-7f3a"), new("Model", "churn:1"), new("Data file", "telco-churn.csv, 975,641 bytes"),
                new("Data SHA-256", "9f2c4b7e0d1a8865fca3b4c27be1903a5f7e1d6c0b9a48e7d3526f1a0c9be874"), new("Seed", "42"), new("Modelyard", "0.1.0"), new(".NET", "10.0.12, linux-x64"),
                new("Processor", "2 threads, AVX2"), new("Command", "modelyard train telco-churn.csv --target churn --metric roc_auc --budget 60s --seed 42"),
            ],
            Commands =
            [
                new("Predict a file of new rows", "modelyard predict churn:1 new.csv -o scored.csv"),
                new("Answer over HTTP", "modelyard serve churn:1 --port 8080"),
                new("Ask it", "curl -s localhost:8080/invocations -H 'Content-Type: application/json' \\\n  -d '{\"dataframe_records\": [{\"tenure\": 3, \"contract\": \"Month-to-month\"}]}'"),
            ],
            Producer = "Modelyard 0.1.0",
        };
    }

    public static TrainingReportContent Letters()
    {
        var random = new RandomStream(5);
        string[] classes = [.. Enumerable.Range(0, 26).Select(i => ((char)('A' + i)).ToString())];
        long[][] counts = [.. Enumerable.Range(0, 26).Select(_ => new long[26])];
        for (int i = 0; i < 26; i++)
        {
            counts[i][i] = 120 + (long)(random.NextDouble() * 40);
            for (int k = 0; k < 6; k++)
            {
                counts[i][(int)(random.NextDouble() * 26)] += (long)(random.NextDouble() * (i % 5 == 0 ? 9 : 3));
            }
        }

        ReportCurve[] roc = [.. classes.Select((letter, i) =>
        {
            double[] x = Range(0, 1, 60);
            double power = 0.01 + (0.004 * (i % 7));
            return new ReportCurve(letter, x, [.. x.Select(value => Math.Pow(value, power))], 1 / (1 + power));
        })];
        return new TrainingReportContent
        {
            Title = "letters, version 3",
            Test = new ReportTest { Target = "lettr", Task = ReportTask.MulticlassClassification, Confusion = new ReportConfusion(classes, counts), Roc = roc },
            Estimator = "extra trees",
            Data = "LetterRecognition.csv",
            Rows = 20_000,
            TestRows = 4000,
            TrainingRows = 14_000,
            Features = 16,
            Headline = new ReportMetric("Accuracy", 0.9621) { Low = 0.9561, High = 0.9680, Baseline = 0.0407 },
            Metrics = [new ReportMetric("Balanced accuracy", 0.9618), new ReportMetric("F1 (macro)", 0.9617), new ReportMetric("Log loss", 0.2513) { HigherIsBetter = false }],
            Validation = "5-fold cross-validation on 14,000 training rows",
            Leaderboard =
            [
                new ReportCandidate("extra trees", 0.9586) { Low = 0.9541, High = 0.9630, FitSeconds = 2.1, IsChosen = true },
                new ReportCandidate("gradient boosting", 0.9527) { Low = 0.948, High = 0.957, FitSeconds = 11.4 },
                new ReportCandidate("logistic regression", 0.7712) { Low = 0.765, High = 0.778, FitSeconds = 1.9 },
            ],
            Importances = [.. Enumerable.Range(0, 16).Select(i => new ReportImportance($"x{i}.a_rather_long_name_for_a_column_of_pixels", 0.3 / (i + 1), 0.28 / (i + 1), 0.32 / (i + 1)))],
        };
    }

    public static TrainingReportContent Regression(int rows)
    {
        var random = new RandomStream(9);
        double[] actual = new double[rows];
        double[] predicted = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            predicted[i] = Math.Exp(7.8 + (0.95 * random.NextGaussian()));
            actual[i] = predicted[i] * Math.Exp(0.12 * random.NextGaussian());
        }

        return new TrainingReportContent
        {
            Title = "diamonds, version 1",
            Test = new ReportTest { Target = "price", Unit = "USD", Task = ReportTask.Regression, Predictions = new ReportPredictions(actual, predicted) },
            Estimator = "gradient boosting",
            Data = "diamonds.csv",
            Rows = 53_940,
            TestRows = rows,
            Features = 9,
            Headline = new ReportMetric("RMSE", 531.2) { Low = 512.4, High = 551.9, Baseline = 3984, HigherIsBetter = false },
            Metrics = [new ReportMetric("MAE", 271.4) { Low = 264.1, High = 279.6 }, new ReportMetric("R²", 0.9822) { Low = 0.9808, High = 0.9835 }, new ReportMetric("MAPE", 0.0713), new ReportMetric("Median AE", 122.1)],
            Leaderboard =
            [
                new ReportCandidate("gradient boosting", 534.1) { Deviation = 9.8, FitSeconds = 1.9, IsChosen = true },
                new ReportCandidate("random forest", 549.7) { Deviation = 11.2, FitSeconds = 14 },
                new ReportCandidate("ridge", 1129.3) { Deviation = 21.9, FitSeconds = 0.05 },
                new ReportCandidate("baseline (mean)", 3989) { Deviation = 40 },
                new ReportCandidate("k nearest neighbours", double.NaN) { Note = "left out: the budget was used up" },
            ],
        };
    }

    private static ReportColumn[] TelcoColumns(RandomStream random)
    {
        double[] tenure = new double[7043];
        double[] charges = new double[7043];
        for (int i = 0; i < tenure.Length; i++)
        {
            tenure[i] = Math.Floor(72 * Math.Pow(random.NextDouble(), 1.4));
            charges[i] = 18 + (i % 3 == 0 ? 4 * random.NextDouble() : 100 * random.NextDouble());
        }

        return
        [
            new ReportColumn("churn", "category") { Use = "target", Rows = 7043, Distinct = 2, Levels = [new("No", 5174), new("Yes", 1869)] },
            new ReportColumn("customer_id", "text") { Use = "left out", IsLeftOut = true, Note = "a different value in every row", Rows = 7043, Distinct = 7043 },
            new ReportColumn("tenure", "integer") { Use = "used", Rows = 7043, Distinct = 73, Mean = 32.37, Deviation = 24.56, Minimum = 0, LowerQuartile = 9, Median = 29, UpperQuartile = 55, Maximum = 72, Histogram = HistogramBins.Of(tenure) },
            new ReportColumn("monthly_charges", "numeric") { Use = "used", Rows = 7043, Distinct = 1585, Mean = 64.76, Deviation = 30.09, Minimum = 18.25, LowerQuartile = 35.5, Median = 70.35, UpperQuartile = 89.85, Maximum = 118.75, Histogram = HistogramBins.Of(charges) },
            new ReportColumn("total_charges", "numeric") { Use = "used", Rows = 7043, Missing = 11, Distinct = 6530, Mean = 2283.3, Deviation = 2266.8, Minimum = 18.8, LowerQuartile = 401.45, Median = 1397.475, UpperQuartile = 3794.74, Maximum = 8684.8, Histogram = HistogramBins.Of([.. tenure.Zip(charges, (a, b) => a * b)]) },
            new ReportColumn("contract", "category") { Use = "used", Rows = 7043, Distinct = 3, Levels = [new("Month-to-month", 3875), new("Two year", 1695), new("One year", 1473)] },
            new ReportColumn("payment_method", "category") { Use = "used", Rows = 7043, Distinct = 4, Levels = [new("Electronic check", 2365), new("Mailed check", 1612), new("Bank transfer (automatic)", 1544), new("Credit card (automatic)", 1522)] },
        ];
    }

    private static ReportCurve Curve((double Probability, bool Positive)[] rows, string name, bool precision)
    {
        (double Probability, bool Positive)[] sorted = [.. rows.OrderByDescending(row => row.Probability)];
        double positives = rows.Count(row => row.Positive);
        double negatives = rows.Length - positives;
        var x = new List<double> { 0 };
        var y = new List<double> { precision ? 1 : 0 };
        (double right, double wrong, double area) = (0, 0, 0);
        foreach ((_, bool positive) in sorted)
        {
            (right, wrong) = positive ? (right + 1, wrong) : (right, wrong + 1);
            area += precision ? (positive ? right / (right + wrong) / positives : 0) : (positive ? 0 : right / positives / negatives);
            x.Add(precision ? right / positives : wrong / negatives);
            y.Add(precision ? right / (right + wrong) : right / positives);
        }

        return new ReportCurve(name, x, y, area);
    }

    private static HistogramBins Bins(IEnumerable<double> values)
    {
        long[] counts = new long[20];
        foreach (double value in values)
        {
            counts[Math.Min(19, (int)(value * 20))]++;
        }

        return new HistogramBins(Range(0, 1, 21), counts);
    }

    private static double[] Range(double low, double high, int count) => [.. Enumerable.Range(0, count).Select(i => low + ((high - low) * i / (count - 1)))];
}
