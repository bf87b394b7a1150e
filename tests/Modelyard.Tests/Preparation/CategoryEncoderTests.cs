using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class CategoryEncoderTests
{
    private static readonly JsonElement Oracle = PreparationOracle.Get("categories");

    private static Frame Both => Frame.Of(
        new TextColumn("tree", PreparationOracle.Texts(Oracle.GetProperty("words"))), CategoryColumn.From("flag", PreparationOracle.Texts(Oracle.GetProperty("flags"))));

    private static Frame Asked
    {
        get
        {
            string?[][] rows = [.. Oracle.GetProperty("asked").EnumerateArray().Select(PreparationOracle.Texts)];
            return Frame.Of(CategoryColumn.From("tree", rows.Select(row => row[0])), new TextColumn("flag", rows.Select(row => row[1])));
        }
    }

    [Fact]
    public void Rare_levels_share_a_column_and_unknown_ones_go_there_as_in_scikit_learn()
    {
        Dataset data = PreparationOracle.Data(Both.Select("tree"));
        Matrix rows = new RowEncoder(data.Schema).Encode(Asked);
        foreach (JsonElement one in Oracle.GetProperty("onehot").EnumerateArray())
        {
            JsonElement settings = one.GetProperty("settings");
            var encoder = new OneHotEncoder { RareRows = settings.GetProperty("RareRows").GetDouble() };
            encoder = settings.TryGetProperty("RareShare", out JsonElement share) ? encoder with { RareShare = share.GetDouble() } : encoder;
            encoder = settings.TryGetProperty("MaxLevels", out JsonElement most) ? encoder with { MaxLevels = most.GetInt32() } : encoder;
            PreparationOracle.Same(PreparationOracle.Rows(one.GetProperty("expected")), PreparationOracle.Fitted(encoder, data, rows), 0, encoder.ToString());
        }
    }

    [Fact]
    public void Missing_cells_have_a_column_of_their_own_as_in_scikit_learn()
    {
        Dataset data = PreparationOracle.Data(Both);
        ITransformModel model = new OneHotEncoder().Fit(data);
        PreparationOracle.Same(PreparationOracle.Rows(Oracle.GetProperty("missing")), model.Transform(new RowEncoder(data.Schema).Encode(Asked)), 0, "one-hot");
        Assert.Equal(
            ["tree=Cedar", "tree=ash", "tree=beech", "tree=dâtier", "tree=elm", "tree=fir", "flag=no", "flag=yes", "flag is missing"],
            model.Outputs.Select(feature => feature.Name));
        Assert.All(model.Outputs, feature => Assert.Equal(FeatureKind.Boolean, feature.Kind));
    }

    [Fact]
    public void Ordinal_codes_are_those_of_scikit_learn()
    {
        Dataset data = PreparationOracle.Data(Both);
        ITransformModel model = new OrdinalEncoder().Fit(data);
        PreparationOracle.Same(PreparationOracle.Rows(Oracle.GetProperty("ordinal")), model.Transform(new RowEncoder(data.Schema).Encode(Asked)), 0, "ordinal");
        Assert.All(model.Outputs, feature => Assert.Equal(FeatureKind.Numeric, feature.Kind));
    }

    [Fact]
    public void A_cell_missing_for_the_first_time_gets_no_column()
    {
        Dataset data = PreparationOracle.Data(Frame.Of(CategoryColumn.From("c", ["a", "b", "a"])));
        Assert.Equal([0.0, 0], PreparationOracle.Fitted(new OneHotEncoder(), data, Matrix.From(new[,] { { double.NaN } })).AsSpan().ToArray());
    }

    [Fact]
    public void Levels_are_counted_by_weight_and_weight_0_is_never_seen()
    {
        Dataset data = PreparationOracle.Data(Frame.Of(CategoryColumn.From("c", ["a", "b", "c", "a"]))).WithWeights([1, 3, 0, 1]);
        ITransformModel model = new OneHotEncoder { RareRows = 3 }.Fit(data);
        Assert.Equal(["c=b", "c is rare"], model.Outputs.Select(feature => feature.Name));
        Assert.Equal([0.0, 1], model.Transform(Matrix.From(new double[,] { { 2 } })).AsSpan().ToArray());
    }

    [Fact]
    public void A_column_without_a_value_and_one_with_a_single_level_pass()
    {
        var schema = new FeatureSchema(new Feature("none", FeatureKind.Categorical), new Feature("one", FeatureKind.Categorical) { Levels = ["a"] });
        Dataset data = PreparationOracle.Data(Matrix.From(new[,] { { double.NaN, 0 } }), schema);
        ITransformModel model = new OneHotEncoder().Fit(data);
        Assert.Equal(["none is missing", "one=a"], model.Outputs.Select(feature => feature.Name));
        Assert.Equal([0.0, 0], model.Transform(Matrix.From(new double[,] { { -1, -1 } })).AsSpan().ToArray());
    }

    [Fact]
    public void What_a_step_makes_never_takes_the_name_of_a_column_that_is_there()
    {
        Frame frame = Frame.Of(
            CategoryColumn.From("c", ["b", "a", null]),
            CategoryColumn.From("c=a", ["x", "a", "x"]),
            new DoubleColumn("c is missing", [1, double.NaN, 3]),
            new DoubleColumn("c is missing is missing", [1, 2, 3]),
            new TimestampColumn("when", [DateTime.UnixEpoch.Ticks, DateTime.UnixEpoch.AddDays(400).Ticks, DateTime.UnixEpoch.AddDays(40).Ticks]),
            new DoubleColumn("when.year", [1, 2, 3]));
        Dataset data = PreparationOracle.Data(frame);
        string[] Names(ITransformer step) => [.. step.Fit(data).Outputs.Select(feature => feature.Name)];
        Assert.Equal(["c=a (2)", "c=b", "c is missing (2)", "c=a", "c is missing", "c is missing is missing", "when", "when.year"], Names(new OneHotEncoder { Columns = ["c"] }));
        Assert.Contains("c is missing is missing (2)", Names(new Imputer()));
        Assert.Equal(["when.days", "when.year (2)", "when.month", "when.day", "when.weekday", "when.year"], Names(new DateParts())[4..]);
        Assert.Equal(["when.days", "when.year sin", "when.year cos"], Names(new DateCycles())[4..7]);
        Assert.Equal(Names(new TargetEncoder()).Length, Names(new TargetEncoder()).Distinct().Count());
    }
}
