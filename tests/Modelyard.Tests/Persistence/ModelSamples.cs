using Modelyard.Ensembles;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Persistence;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Persistence;

/// <summary>Makes small but real models, and packages around them.</summary>
internal static class ModelSamples
{
    internal static FeatureSchema Inputs { get; } = new(
        new Feature("age"),
        new Feature("member", FeatureKind.Boolean),
        new Feature("city \"größe\"", FeatureKind.Categorical) { Levels = ["Köln", "東京", "a,b", ""] },
        new Feature("since", FeatureKind.Timestamp));

    internal static Dataset Classification(int rows = 200)
    {
        Matrix features = Rows(rows);
        int[] labels = [.. Enumerable.Range(0, rows).Select(row => features[row, 0] > 40 || features[row, 2] == 1 ? 1 : 0)];
        return Dataset.ForClassification(features, labels, ["no", "yes"], Inputs, "churn");
    }

    internal static Dataset Regression(int rows = 200)
    {
        Matrix features = Rows(rows);
        double[] target = [.. Enumerable.Range(0, rows).Select(row => (double.IsNaN(features[row, 0]) ? 0 : features[row, 0]) + features[row, 1])];
        return Dataset.ForRegression(features, target, Inputs, "spend");
    }

    internal static Matrix Rows(int rows)
    {
        var random = new RandomStream(7, 0);
        var matrix = new Matrix(rows, Inputs.Count);
        for (int row = 0; row < rows; row++)
        {
            matrix[row, 0] = random.NextDouble() < 0.1 ? double.NaN : Math.Round(20 + (random.NextDouble() * 50));
            matrix[row, 1] = random.NextDouble() < 0.5 ? 0 : 1;
            matrix[row, 2] = random.NextDouble() < 0.1 ? double.NaN : Math.Floor(random.NextDouble() * 4);
            matrix[row, 3] = Math.Floor(1.6e9 + (random.NextDouble() * 1e8));
        }

        return matrix;
    }

    internal static ModelPackage Classifier(int iterations = 5)
    {
        Dataset data = Classification();
        var boosting = new GradientBoostingClassifier { Iterations = iterations };
        var first = new Pipeline([new DateParts(), new Imputer(), new OneHotEncoder(), new StandardScaler()], boosting);
        var second = new Pipeline([new TargetEncoder(), new QuantileScaler()], boosting with { MaxLeafNodes = 4 });
        IPredictiveModel model = new VotingClassifier { Members = [first, second], Weights = [1, 3] }.Fit(data, new FitContext { Seed = 3 });
        return new ModelPackage
        {
            Name = "churn",
            Predictor = new Predictor(model, "churn", threshold: 0.4),
            Estimator = "Voting",
            Hyperparameters = new Dictionary<string, string> { ["Weights"] = "1, 3", ["Iterations"] = "5" },
            Profile = TableProfiler.Profile(data),
            Metrics = [new MetricScore("roc-auc", 0.9, 0.8, double.NaN)],
            Lineage = new Dictionary<string, string> { ["run"] = "01", ["data"] = "churn.csv" },
            Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
    }

    internal static ModelPackage Regressor() => new()
    {
        Name = "spend",
        Predictor = new Predictor(new GradientBoostingRegressor { Iterations = 3 }.Fit(Regression(), new FitContext { Seed = 1 }), "spend"),
        Estimator = "GradientBoostingRegressor",
    };

    internal static byte[] Bytes(ModelPackage package)
    {
        using var stream = new MemoryStream();
        ModelFile.Write(package, stream);
        return stream.ToArray();
    }

    internal static double[] Predict(Predictor predictor)
    {
        Matrix rows = Rows(50);
        double[] probabilities = new double[Math.Max(1, predictor.Classes.Count)];
        return [.. Enumerable.Range(0, rows.Rows).SelectMany(row => predictor.Task == TaskKind.Regression
            ? [predictor.PredictNumber(rows.Row(row))]
            : probabilities.Prepend(predictor.PredictClass(rows.Row(row), probabilities)).ToArray())];
    }
}
