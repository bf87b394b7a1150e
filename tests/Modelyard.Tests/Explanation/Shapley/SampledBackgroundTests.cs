using Modelyard.Explanation.Shapley;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Neighbors;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;

namespace Modelyard.Tests.Explanation.Shapley;

public sealed class SampledBackgroundTests
{
    [Theory]
    [InlineData(4, 40)]
    [InlineData(12, 240)]
    public void Errors_tell_how_far_a_sample_of_the_background_is_from_all_of_it(int features, int sets)
    {
        Matrix population = Rows(1, 300, features);
        double[] row = Rows(2, 1, features).Row(0).ToArray(), found = new double[features], errors = new double[features], expected = new double[features];
        FeatureSchema schema = FeatureSchema.Numeric(features);
        PermutationShapleyExplainer whole = PermutationShapleyExplainer.For(Curved, schema, population, new ShapleyOptions { Sets = 20_000 });
        whole.Explain(row, expected);
        Assert.Equal(0, whole.BaseErrors[0]);
        Assert.Equal(300, whole.BackgroundRows);
        foreach (bool isKernel in new[] { false, true })
        {
            int within = 0, bases = 0, all = 0;
            for (ulong draw = 0; draw < 60; draw++)
            {
                // The sample is one of places: in another order of the rows it is another one.
                Matrix shuffled = population.SelectRows(new RandomStream(draw, 7).Permutation(300));
                var options = new ShapleyOptions { Sets = sets, BackgroundRows = 60, Seed = draw };
                SampledShapleyExplainer explainer = isKernel ? KernelShapleyExplainer.For(Curved, schema, shuffled, options) : PermutationShapleyExplainer.For(Curved, schema, shuffled, options);
                explainer.Explain(row, found, errors);
                Assert.Equal(60, explainer.BackgroundRows);
                Assert.Equal(Curved(Matrix(row))[0], explainer.Base[0] + found.Sum(), 1e-9);
                bases += Math.Abs(explainer.Base[0] - whole.Base[0]) <= 2 * explainer.BaseErrors[0] ? 1 : 0;
                for (int feature = 0; feature < 4; feature++)
                {
                    Assert.True(errors[feature] > 0);
                    within += Math.Abs(found[feature] - expected[feature]) <= 2 * errors[feature] ? 1 : 0;
                    all++;
                }
            }

            Assert.InRange((double)within / all, 0.87, 0.999);
            Assert.InRange(bases / 60.0, 0.87, 1);
        }
    }

    [Fact]
    public void A_weighted_sum_is_explained_by_the_means_of_all_rows_however_many_parts_they_are_read_in()
    {
        Dataset data = Data(9000);
        var model = (IRegressionModel)new Pipeline([new StandardScaler()], new LinearRegression()).FitModel(data, FitContext.Default);
        Predictor predictor = PredictorOf(model);
        PredictionExplainer explainer = PredictionExplainer.For(predictor, data, new ShapleyOptions { BackgroundRows = 50 });
        double[] predictions = new double[data.RowCount];
        model.Predict(data.Features, predictions);
        Assert.Equal(predictions.Average(), explainer.Base[0], 1e-9);
        Assert.False(explainer.IsEstimated);
        Assert.Equal(0, explainer.BackgroundRows);
        Assert.Equal(0, explainer.BaseErrors[0]);
        Assert.All(explainer.Explain(data.Features.Row(3)).Contributions, one => Assert.Equal(0, one.StandardError));
    }

    [Fact]
    public void Equal_rows_have_equal_explanations_with_errors()
    {
        Dataset data = Data(400);
        Predictor predictor = PredictorOf(new KNeighborsRegressor().Fit(data, FitContext.Default));
        PredictionExplainer explainer = PredictionExplainer.For(predictor, data, new ShapleyOptions { BackgroundRows = 50 });
        double[] row = data.Features.Row(7).ToArray();
        PredictionExplanation one = explainer.Explain(data.Features.Row(7)), other = explainer.Explain(row);
        Assert.Equal(one.Contributions, other.Contributions);
        Assert.Equal(50, explainer.BackgroundRows);
        Assert.True(one.BaseError > 0);
        Assert.All(one.Contributions.Take(2), contribution => Assert.InRange(contribution.StandardError, 1e-6, 1));
        ShapleySummary summary = ShapleySummary.Of(explainer, data.Features.RowRange(0, 5));
        Assert.True(summary.MeanErrors[0] > 0);
    }

    [Fact]
    public void Rounding_beside_a_prediction_is_no_contribution_and_what_an_error_hides_is_not_told()
    {
        Dataset data = Data(60);
        Predictor constant = PredictorOf(new Constant(data.Schema));
        PredictionExplanation none = PredictionExplainer.For(constant, data, new ShapleyOptions { Sets = 8 }).Explain(data.Features.Row(0));
        Assert.All(none.Contributions, one => Assert.Equal((0, 0, false), (one.Contribution, one.StandardError, one.IsTold)));
        Assert.True(new ColumnContribution("a", "1", 0.5) { StandardError = 0.2 }.IsTold);
        Assert.False(new ColumnContribution("a", "1", -0.5) { StandardError = 0.3 }.IsTold);
    }

    [Theory]
    [InlineData("age", "34", "age = 34")]
    [InlineData("depth", "-0.7364540870016669", "depth = -0.736454")]
    [InlineData("a name that is much longer than its cell", "12", "a name that is m… = 12")]
    [InlineData("name", "a level that is much longer than its name", "name = a level th…")]
    public void Labels_keep_the_cell(string column, string value, string expected) => Assert.Equal(expected, new ColumnContribution(column, value, 1).Label(22));

    [Fact]
    public void Fewer_than_two_rows_are_no_background() => Assert.Throws<ArgumentOutOfRangeException>(() => new ShapleyOptions { BackgroundRows = 1 });

    private static double[] Curved(Matrix rows) =>
        [.. Enumerable.Range(0, rows.Rows).Select(i => Math.Tanh(rows[i, 0] * (rows[i, 1] + rows[i, 3])) + (Math.Sin(rows[i, 2] * rows[i, 3]) * (1 + Math.Cos(rows[i, 0]))) + rows[i, 3])];

    private static Predictor PredictorOf(IRegressionModel model) => new(model, "y");

    private static Matrix Matrix(double[] row) => new(row, 1, row.Length);

    private static Dataset Data(int rows)
    {
        Matrix cells = Rows(5, rows, 3);
        return Dataset.ForRegression(cells, [.. Enumerable.Range(0, rows).Select(row => 7 + cells[row, 0] - (2 * cells[row, 1]))]);
    }

    private static Matrix Rows(ulong seed, int rows, int features)
    {
        var random = new RandomStream(seed, 0);
        var matrix = new Matrix(rows, features);
        foreach (ref double cell in matrix.AsSpan())
        {
            cell = random.NextGaussian();
        }

        return matrix;
    }

    /// <summary>Gives the same sum of tenths for every row, in an order that the row chooses: it differs by rounding.</summary>
    private sealed class Constant(FeatureSchema features) : IRegressionModel
    {
        public FeatureSchema Features => features;

        public double Predict(ReadOnlySpan<double> row) => row[0] > 0 ? 0.1 + 0.2 + 0.3 : 0.1 + (0.2 + 0.3);

        public void Save(StateWriter writer) => throw new NotSupportedException();
    }
}
