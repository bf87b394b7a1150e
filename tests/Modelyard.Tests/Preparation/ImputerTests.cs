using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class ImputerTests
{
    private const double Hole = double.NaN;

    [Fact]
    public void Every_strategy_fills_as_scikit_learn_does_with_and_without_indicators()
    {
        Dataset train = PreparationOracle.Data(PreparationOracle.Rows(PreparationOracle.Get("train")));
        Matrix rows = PreparationOracle.Rows(PreparationOracle.Get("new"));
        JsonElement[] cases = [.. PreparationOracle.Get("imputers").EnumerateArray()];
        Assert.Equal(8, cases.Length);
        foreach (JsonElement one in cases)
        {
            var imputer = new Imputer
            {
                Strategy = Enum.Parse<ImputeStrategy>(one.GetProperty("strategy").GetString()!),
                Indicator = one.GetProperty("indicator").GetBoolean(),
                Constant = one.GetProperty("constant").GetDouble(),
            };
            PreparationOracle.Same(PreparationOracle.Rows(one.GetProperty("expected")), PreparationOracle.Fitted(imputer, train, rows), 1e-12, imputer.ToString());
        }
    }

    [Fact]
    public void Indicators_follow_the_features_and_are_named_for_them()
    {
        ITransformModel model = new Imputer().Fit(PreparationOracle.Data(Matrix.From(new[,] { { 1, Hole, Hole }, { 3, 5, Hole } })));
        Assert.Equal(["x0", "x1", "x2", "x1 is missing", "x2 is missing"], model.Outputs.Select(feature => feature.Name));
        double[] result = new double[5];
        model.Transform([Hole, Hole, 4], result);
        Assert.Equal([2.0, 5, 4, 1, 0], result);
    }

    [Fact]
    public void A_feature_without_a_value_is_filled_with_the_constant_whatever_the_strategy()
    {
        Dataset data = PreparationOracle.Data(Matrix.From(new[,] { { Hole, 1 }, { Hole, 2 } }));
        foreach (ImputeStrategy strategy in Enum.GetValues<ImputeStrategy>())
        {
            var model = (ImputerModel)new Imputer { Strategy = strategy, Constant = 9 }.Fit(data);
            Assert.Equal(9, model.Fills[0]);
        }
    }

    [Theory]
    [InlineData(ImputeStrategy.Mean)]
    [InlineData(ImputeStrategy.Median)]
    [InlineData(ImputeStrategy.Mode)]
    public void Weights_count_as_repeated_rows_and_a_row_of_weight_0_does_not_count(ImputeStrategy strategy)
    {
        Matrix features = Matrix.From(new double[,] { { 1 }, { 2 }, { 10 }, { 4 }, { -1000 }, { Hole } });
        Matrix repeated = Matrix.From(new double[,] { { 1 }, { 2 }, { 2 }, { 10 }, { 10 }, { 10 }, { 4 }, { Hole }, { Hole } });
        var imputer = new Imputer { Strategy = strategy };
        double expected = ((ImputerModel)imputer.Fit(PreparationOracle.Data(repeated))).Fills[0];
        double weighted = ((ImputerModel)imputer.Fit(PreparationOracle.Data(features).WithWeights([1, 2, 3, 1, 0, 2]))).Fills[0];
        Assert.Equal(expected, weighted, 1e-12);
    }

    [Fact]
    public void One_row_is_enough()
    {
        var model = (ImputerModel)new Imputer { Strategy = ImputeStrategy.Mean }.Fit(PreparationOracle.Data(Matrix.From(new[,] { { 7, Hole } })));
        Assert.Equal([7.0, 0], model.Fills.ToArray());
    }

    [Fact]
    public void Categories_are_filled_with_their_most_frequent_level_if_they_are_named_and_left_alone_if_not()
    {
        var schema = new FeatureSchema(new Feature("c", FeatureKind.Categorical) { Levels = ["a", "b"] }, new Feature("x"));
        Dataset data = PreparationOracle.Data(Matrix.From(new[,] { { 1, 4 }, { 1, Hole }, { 0, 6 }, { Hole, 5 } }), schema);
        double[] result = new double[3];
        new Imputer { Columns = ["c"] }.Fit(data).Transform([Hole, Hole], result);
        Assert.Equal([1.0, Hole, 1], result);
        new Imputer().Fit(data).Transform([Hole, Hole], result);
        Assert.Equal([Hole, 5.0, 1], result);
    }

    [Fact]
    public void A_column_that_is_not_there_is_named_with_those_that_are()
    {
        Dataset data = PreparationOracle.Data(Matrix.From(new double[,] { { 1, 2 } }));
        ModelyardException fault = Assert.Throws<ModelyardException>(() => new Imputer { Columns = ["x7"] }.Fit(data));
        Assert.Equal("The column 'x7' is not among the features. There are x0, x1.", fault.Message);
    }
}
