using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Tests.Frames;
using Modelyard.Trees;

namespace Modelyard.Tests.Trees;

public sealed class TreeOracleTests
{
    private const int TrainRows = 180;
    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("trees"))).RootElement;

    [Theory]
    [InlineData("gini")]
    [InlineData("entropy")]
    [InlineData("binary")]
    public void A_classification_tree_predicts_as_scikit_learns_does(string name)
    {
        (Matrix features, JsonElement tree) = Read(name);
        int[] labels = Array.ConvertAll(Doubles(tree.GetProperty("target")), label => (int)label);
        string[] classes = [.. Enumerable.Range(0, labels.Max() + 1).Select(label => $"class{label}")];
        Dataset data = Dataset.ForClassification(features.RowRange(0, TrainRows), labels[..TrainRows], classes).WithWeights(Weights());
        var settings = new DecisionTreeClassifier { MaxDepth = 5, MinSamplesLeaf = 6, Criterion = name == "entropy" ? ImpurityCriterion.Entropy : ImpurityCriterion.Gini };
        TreeClassificationModel model = settings.Fit(data);
        var probabilities = new Matrix(features.Rows, classes.Length);
        model.PredictProbability(features, probabilities, 2);
        AssertEqual(Doubles(tree.GetProperty("predictions")), [.. Enumerable.Range(0, features.Rows).Select(row => probabilities[row, classes.Length - 1])]);
        AssertShape(tree, model.Depth, model.LeafCount, model.FeatureImportances);
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("poisson")]
    [InlineData("pruned")]
    [InlineData("leaves")]
    public void A_regression_tree_predicts_as_scikit_learns_does(string name)
    {
        (Matrix features, JsonElement tree) = Read(name);
        Dataset data = Dataset.ForRegression(features.RowRange(0, TrainRows), Doubles(tree.GetProperty("target"))[..TrainRows]).WithWeights(Weights());
        var settings = new DecisionTreeRegressor { MinSamplesLeaf = 6, Criterion = name == "poisson" ? ErrorCriterion.Poisson : ErrorCriterion.SquaredError };
        settings = name == "leaves" ? settings with { MaxLeafNodes = 9 } : settings with { MaxDepth = 5 };
        TreeRegressionModel model = (name == "pruned" ? settings with { CostComplexityAlpha = 0.02 } : settings).Fit(data);
        double[] predictions = new double[features.Rows];
        model.Predict(features, predictions, 2);
        AssertEqual(Doubles(tree.GetProperty("predictions")), predictions);
        AssertShape(tree, model.Depth, model.LeafCount, model.FeatureImportances);
    }

    [Fact]
    public void Forests_of_numbers_score_as_scikit_learns_do()
    {
        (Dataset train, Dataset test) = Split(TreeTables.Concrete());
        double forest = Mean(seed => RSquared(new RandomForestRegressor().Fit(train, new FitContext { Seed = seed }), test));
        double extra = Mean(seed => RSquared(new ExtraTreesRegressor().Fit(train, new FitContext { Seed = seed }), test));
        Assert.InRange(forest, Score("forest_concrete") - 0.006, Score("forest_concrete") + 0.006);
        Assert.InRange(extra, Score("extra_concrete") - 0.006, Score("extra_concrete") + 0.006);
    }

    [Fact]
    public void Forests_of_classes_score_as_scikit_learns_do()
    {
        (Dataset train, Dataset test) = Split(TreeTables.Letters(4000));
        double forest = Mean(seed => Accuracy(new RandomForestClassifier().Fit(train, new FitContext { Seed = seed }), test));
        double extra = Mean(seed => Accuracy(new ExtraTreesClassifier().Fit(train, new FitContext { Seed = seed }), test));
        Assert.InRange(forest, Score("forest_letters") - 0.012, Score("forest_letters") + 0.012);
        Assert.InRange(extra, Score("extra_letters") - 0.012, Score("extra_letters") + 0.012);
    }

    internal static double Accuracy(IClassificationModel model, Dataset data)
    {
        int right = 0;
        for (int row = 0; row < data.RowCount; row++)
        {
            right += model.Predict(data.Features.Row(row)) == data.Labels[row] ? 1 : 0;
        }

        return (double)right / data.RowCount;
    }

    internal static double RSquared(IRegressionModel model, Dataset data)
    {
        double mean = 0, error = 0, spread = 0;
        foreach (double target in data.Target)
        {
            mean += target / data.RowCount;
        }

        for (int row = 0; row < data.RowCount; row++)
        {
            error += Math.Pow(data.Target[row] - model.Predict(data.Features.Row(row)), 2);
            spread += Math.Pow(data.Target[row] - mean, 2);
        }

        return 1 - (error / spread);
    }

    private static double Mean(Func<ulong, double> score) => Enumerable.Range(0, 5).Average(seed => score((ulong)seed));

    private static double Score(string name) => Expected.GetProperty("forests").GetProperty(name).GetDouble();

    private static (Dataset Train, Dataset Test) Split(Dataset data) => (
        data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 != 0)]),
        data.Rows([.. Enumerable.Range(0, data.RowCount).Where(row => row % 5 == 0)]));

    private static (Matrix Features, JsonElement Tree) Read(string name) =>
        (new Matrix(Doubles(Expected.GetProperty("features")), 240, 4), Expected.GetProperty("trees").GetProperty(name));

    private static double[] Weights() => Doubles(Expected.GetProperty("weights"))[..TrainRows];

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(element => element.GetDouble())];

    private static void AssertEqual(double[] expected, double[] actual)
    {
        for (int i = 0; i < TrainRows; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-9);
        }

        // scikit-learn puts its thresholds between floats, so a row that was not learned from may rarely fall on the other side.
        Assert.True(Enumerable.Range(0, expected.Length).Count(i => Math.Abs(expected[i] - actual[i]) > 1e-9) <= 1);
    }

    private static void AssertShape(JsonElement tree, int depth, int leaves, ReadOnlySpan<double> importances)
    {
        Assert.Equal(tree.GetProperty("depth").GetInt32(), depth);
        Assert.Equal(tree.GetProperty("leaves").GetInt32(), leaves);
        double[] expected = Doubles(tree.GetProperty("importances"));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], importances[i], 1e-9);
        }
    }
}
