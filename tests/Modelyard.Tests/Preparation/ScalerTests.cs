using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class ScalerTests
{
    private static readonly ITransformer[] All = [new StandardScaler(), new MinMaxScaler(), new RobustScaler(), new MaxAbsScaler(), new QuantileScaler()];

    public static TheoryData<string> Names => [.. All.Select(scaler => scaler.GetType().Name)];

    [Fact]
    public void Every_scaler_agrees_with_scikit_learn_on_rows_with_missing_cells_and_beyond_the_range()
    {
        Matrix features = PreparationOracle.Rows(PreparationOracle.Get("train"));
        double[] weights = PreparationOracle.Numbers(PreparationOracle.Get("weights"));
        Matrix rows = PreparationOracle.Rows(PreparationOracle.Get("new"));
        JsonElement[] cases = [.. PreparationOracle.Get("scalers").EnumerateArray()];
        Assert.Equal(9, cases.Length);
        foreach (JsonElement one in cases)
        {
            string name = one.GetProperty("name").GetString()!;
            ITransformer scaler = With(Find(name), one.GetProperty("settings"));
            Dataset data = PreparationOracle.Data(features).WithWeights(one.GetProperty("weighted").GetBoolean() ? weights : null);

            // The last column lies at a million with a spread of 3: nine digits are what its variance leaves.
            PreparationOracle.Same(PreparationOracle.Rows(one.GetProperty("expected")), PreparationOracle.Fitted(scaler, data, rows), 1e-9, scaler.ToString()!);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_weights_are_repeated_rows(string name)
    {
        Matrix features = PreparationOracle.Rows(PreparationOracle.Get("train"));
        int[] counts = PreparationOracle.Integers(PreparationOracle.Get("counts"));
        Dataset weighted = PreparationOracle.Data(features).WithWeights(Array.ConvertAll(counts, count => (double)count));
        int[] repeated = [.. counts.SelectMany((count, row) => Enumerable.Repeat(row, count))];
        Dataset rows = PreparationOracle.Data(features.SelectRows(repeated));
        PreparationOracle.Same(PreparationOracle.Fitted(Find(name), rows, features), PreparationOracle.Fitted(Find(name), weighted, features), 1e-9, name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_weights_of_any_size_are_no_weights(string name)
    {
        Matrix features = PreparationOracle.Rows(PreparationOracle.Get("train"));
        foreach (double weight in new[] { 1.0, 0.125, 1.0 / features.Rows, 1e-9 })
        {
            Dataset weighted = PreparationOracle.Data(features).WithWeights([.. Enumerable.Repeat(weight, features.Rows)]);
            PreparationOracle.Same(PreparationOracle.Fitted(Find(name), PreparationOracle.Data(features), features), PreparationOracle.Fitted(Find(name), weighted, features), 1e-9, $"{name}, {weight}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_column_never_becomes_large(string name)
    {
        // The sum of a thousand tenths is not a hundred: what rounding leaves must not be taken for a spread.
        var features = new Matrix([.. Enumerable.Repeat(0.1, 1000)], 1000, 1);
        double[] result = new double[1];
        ITransformModel model = Find(name).Fit(PreparationOracle.Data(features));
        foreach ((double value, double most) in new[] { (0.1, 1.0), (0.3, 3.0) })
        {
            model.Transform([value], result);
            Assert.InRange(result[0], 0, most + 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_row_a_column_without_a_value_and_the_greatest_numbers_give_finite_results(string name)
    {
        ITransformer scaler = Find(name);
        double[] result = new double[2];
        scaler.Fit(PreparationOracle.Data(Matrix.From(new[,] { { 5, double.NaN } }))).Transform([5, double.NaN], result);
        Assert.True(double.IsFinite(result[0]));
        Assert.True(double.IsNaN(result[1]));
        scaler.Fit(PreparationOracle.Data(Matrix.From(new[,] { { 5, double.NaN } }))).Transform([6, 3], result);
        Assert.All(result, value => Assert.True(double.IsFinite(value)));
        ITransformModel vast = scaler.Fit(PreparationOracle.Data(Matrix.From(new[,] { { 1e308, 1e-320 }, { -1e308, 0 }, { 1.5e308, 2e-320 } })));
        vast.Transform([1e308, 1e-320], result);
        Assert.All(result, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Truth_values_and_categories_are_left_as_they_are(string name)
    {
        var schema = new FeatureSchema(new Feature("b", FeatureKind.Boolean), new Feature("c", FeatureKind.Categorical) { Levels = ["u", "v", "w"] }, new Feature("x"));
        Dataset data = PreparationOracle.Data(Matrix.From(new double[,] { { 0, 2, 5 }, { 1, 1, 7 }, { 1, 0, 3 } }), schema);
        double[] result = new double[3];
        ITransformModel model = Find(name).Fit(data);
        Assert.Equal(schema, model.Outputs);
        model.Transform([1, 2, 7], result);
        Assert.Equal([1.0, 2], result[..2]);
        Assert.NotEqual(7, result[2]);
    }

    private static ITransformer Find(string name) => Array.Find(All, scaler => scaler.GetType().Name == name)!;

    private static ITransformer With(ITransformer scaler, JsonElement settings) =>
        Hyperparameters.With(scaler, [.. settings.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Name == "Landmarks" ? (object?)one.Value.GetInt32() : one.Value.GetDouble()))]);
}
