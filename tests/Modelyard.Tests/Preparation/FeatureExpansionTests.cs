using System.Text.Json;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Preparation;

public sealed class FeatureExpansionTests
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Oracle("expansion"))).RootElement;

    [Theory]
    [InlineData("PolynomialFeatures")]
    [InlineData("SplineFeatures")]
    [InlineData("KBinsDiscretizer")]
    public void Features_agree_with_scikit_learn(string name)
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("transformer").GetString() == name)];
        Assert.NotEmpty(cases);
        foreach (JsonElement one in cases)
        {
            JsonElement table = one.TryGetProperty("train", out _) ? one : Root;
            Matrix train = PreparationOracle.Rows(table.GetProperty("train")), rows = PreparationOracle.Rows(table.GetProperty("new"));
            int columns = one.TryGetProperty("columns", out JsonElement count) ? count.GetInt32() : train.Columns;
            var schema = new FeatureSchema(new[] { "a", "b", "c" }.Take(columns).Select(column => new Feature(column)));
            ITransformModel model = Create(name, one.GetProperty("settings")).Fit(PreparationOracle.Data(train.View(0, train.Rows, 0, columns).Copy(), schema));
            string what = $"{name} {one.GetProperty("settings")}";
            if (one.TryGetProperty("names", out JsonElement names))
            {
                Assert.Equal(PreparationOracle.Texts(names), model.Outputs.Select(output => output.Name));
            }

            PreparationOracle.Same(PreparationOracle.Rows(one.GetProperty("expected")), model.Transform(rows.View(0, rows.Rows, 0, columns).Copy(), 2), 1e-9, what);
        }
    }

    [Fact]
    public void Powers_agree_with_scikit_learn()
    {
        JsonElement[] cases = [.. Root.GetProperty("cases").EnumerateArray().Where(one => one.GetProperty("transformer").GetString() == "PowerTransformer")];
        Assert.Equal(4, cases.Length);
        foreach (JsonElement one in cases)
        {
            var model = (PowerModel)Create("PowerTransformer", one.GetProperty("settings")).Fit(PreparationOracle.Data(PreparationOracle.Rows(one.GetProperty("train"))));
            double[] powers = PreparationOracle.Numbers(one.GetProperty("powers"));
            Assert.All(powers.Zip(model.Powers), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            PreparationOracle.Same(PreparationOracle.Rows(one.GetProperty("expected")), ((ITransformModel)model).Transform(PreparationOracle.Rows(one.GetProperty("new"))), 1e-5, one.GetProperty("settings").ToString());
        }
    }

    [Fact]
    public void A_likelihood_has_its_top_at_the_power_that_made_the_numbers()
    {
        var random = new RandomStream(6);
        var features = new Matrix(4000, 1);
        for (int row = 0; row < 4000; row++)
        {
            features[row, 0] = Math.Exp(1 + (0.5 * random.NextGaussian()));
        }

        var model = (PowerModel)new PowerTransformer { Method = PowerMethod.BoxCox }.Fit(PreparationOracle.Data(features));
        Assert.InRange(model.Powers[0], -0.1, 0.1);
        features[7, 0] = 0;
        Assert.Contains("must be greater than 0", Assert.Throws<ModelyardException>(() => new PowerTransformer { Method = PowerMethod.BoxCox }.Fit(PreparationOracle.Data(features))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SplineExtrapolation.Constant)]
    [InlineData(SplineExtrapolation.Linear)]
    [InlineData(SplineExtrapolation.Continue)]
    public void Splines_sum_to_one_wherever_a_row_lies(SplineExtrapolation extrapolation)
    {
        Matrix train = PreparationOracle.Rows(Root.GetProperty("train"));
        ITransformModel model = new SplineFeatures { Extrapolation = extrapolation, Placement = KnotPlacement.Quantile }.Fit(PreparationOracle.Data(train));
        double[] result = new double[model.Outputs.Count];
        foreach (double place in new[] { -20, -3, 0, 1.5, 2, 6, 7, 30 })
        {
            model.Transform([place, place, place], result);
            for (int feature = 0; feature < 3; feature++)
            {
                Assert.Equal(1, result.AsSpan(feature * 7, 7).ToArray().Sum(), 1e-6);
            }
        }
    }

    [Fact]
    public void A_missing_value_stays_missing_in_what_is_made_of_it_and_other_kinds_pass_through()
    {
        var schema = new FeatureSchema(new Feature("x"), new Feature("c", FeatureKind.Categorical) { Levels = ["u", "v"] }, new Feature("y"));
        Dataset data = PreparationOracle.Data(Matrix.From(new double[,] { { 1, 0, 2 }, { 2, 1, 3 }, { double.NaN, 0, 5 }, { 4, 1, double.NaN } }), schema);
        ITransformModel products = new PolynomialFeatures().Fit(data);
        Assert.Equal(["x", "c", "y", "x^2", "x y", "y^2"], products.Outputs.Select(output => output.Name));
        double[] result = new double[6];
        products.Transform([double.NaN, 1, 3], result);
        Assert.Equal([double.NaN, 1, 3, double.NaN, double.NaN, 9], result);

        ITransformModel splines = new SplineFeatures { Knots = 2, Degree = 1, Columns = ["x"] }.Fit(data);
        Assert.Equal(["x_sp_0", "x_sp_1", "c", "y"], splines.Outputs.Select(output => output.Name));
        splines.Transform([double.NaN, 1, 3], result.AsSpan(0, 4));
        Assert.Equal([double.NaN, double.NaN, 1, 3], result[..4]);

        ITransformModel bins = new KBinsDiscretizer { Bins = 2, Encoding = BinEncoding.Ordinal }.Fit(data);
        Assert.Equal(["x bin", "c", "y bin"], bins.Outputs.Select(output => output.Name));
        bins.Transform([double.NaN, 1, 4], result.AsSpan(0, 3));
        Assert.Equal([double.NaN, 1, 1], result[..3]);
        ITransformModel columns = new KBinsDiscretizer { Bins = 2, Columns = ["y"] }.Fit(data);
        Assert.Equal(["x", "c", "y < 3", "y >= 3"], columns.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void Too_many_products_are_refused_before_they_are_made()
    {
        Dataset data = PreparationOracle.Data(new Matrix(2, 200));
        Assert.Contains("Lower Degree", Assert.Throws<ModelyardException>(() => new PolynomialFeatures { Degree = 6 }.Fit(data)).Message, StringComparison.Ordinal);
    }

    private static ITransformer Create(string name, JsonElement settings)
    {
        ITransformer transformer = name switch
        {
            "PolynomialFeatures" => new PolynomialFeatures(),
            "SplineFeatures" => new SplineFeatures(),
            "PowerTransformer" => new PowerTransformer(),
            _ => new KBinsDiscretizer(),
        };
        return Hyperparameters.With(transformer, settings.EnumerateObject().Select(one => KeyValuePair.Create(one.Name, Hyperparameters.Find(transformer, one.Name).Parse(one.Value.ToString()))));
    }
}
