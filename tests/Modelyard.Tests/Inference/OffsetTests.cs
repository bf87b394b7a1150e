using Modelyard.Frames;
using Modelyard.Inference;
using static Modelyard.Tests.Inference.InferenceOracle;

namespace Modelyard.Tests.Inference;

/// <summary>Holds predictions with offsets and exposures to the fitted values of the same rows.</summary>
public sealed class OffsetTests
{
    private static readonly RegressionColumns Counts = new() { Target = "count", Features = ["small", "group"], Exposure = "exposure", Offset = "skewed" };

    [Fact]
    public void A_row_is_predicted_as_it_was_fitted_with_its_own_exposure_and_offset()
    {
        Frame table = Table("simulated");
        foreach (RegressionColumns columns in new[] { Counts, Counts with { Offset = null }, Counts with { Exposure = null } })
        {
            var fit = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(table, columns));
            Near(fit.Fitted[..3], [.. fit.Predict(table.Head(3)).Select(row => row.Mean)], 1e-12, "mean");
        }

        var linear = (LinearFit)new OlsRegression().Fit(RegressionData.Of(table, Counts with { Target = "amount" }));
        Near(linear.Fitted[..3], [.. linear.Predict(table.Head(3)).Select(row => row.Mean)], 1e-12, "mean");
    }

    [Fact]
    public void Twice_the_exposure_is_twice_the_mean_and_its_interval()
    {
        Frame table = Table("simulated"), head = table.Head(1);
        var fit = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(table, Counts));
        PredictionInterval once = fit.Predict(head)[0], twice = fit.Predict(head.With(new DoubleColumn("exposure", [2 * head["exposure"].ToDoubles()[0]])))[0];
        Near([2 * once.Mean, 2 * once.Low, 2 * once.High, 2 * once.StandardError], [twice.Mean, twice.Low, twice.High, twice.StandardError], 1e-12, "prediction");
    }

    [Fact]
    public void A_table_without_the_exposure_is_refused_by_name()
    {
        Frame table = Table("simulated");
        var fit = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(table, Counts));
        Assert.Contains("'exposure'", Assert.ThrowsAny<ModelyardException>(() => fit.Predict(table.Head(3).Select("small", "group", "skewed"))).Message, StringComparison.Ordinal);
        Assert.Contains("'0' in data row 1 and must be an exposure", Assert.ThrowsAny<ModelyardException>(() => fit.Predict(table.Head(1).With(new DoubleColumn("exposure", [0])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_of_no_column_are_given_beside_the_design()
    {
        Frame table = Table("simulated");
        double[] offset = table["skewed"].ToDoubles();
        RegressionData data = RegressionData.Of(table, Counts with { Offset = null, Exposure = null }).WithOffset(offset);
        var fit = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Poisson }.Fit(data);
        DesignMatrix design = data.Design.Encode(table.Head(3));
        Near(fit.Fitted[..3], [.. fit.Predict(design, offset[..3]).Select(row => row.Mean)], 1e-12, "mean");
        Assert.Contains("of no column", Assert.Throws<ModelyardException>(() => fit.Predict(table.Head(3))).Message, StringComparison.Ordinal);
        Assert.Contains("none is given", Assert.Throws<ModelyardException>(() => fit.Predict(design)).Message, StringComparison.Ordinal);
        Assert.Contains("'3'", Assert.Throws<ModelyardException>(() => fit.Predict(design, offset[..2])).Message, StringComparison.Ordinal);
        var replaced = (GeneralizedFit)new GlmRegression { Family = RegressionFamily.Poisson }.Fit(RegressionData.Of(table, Counts).WithOffset(offset));
        Assert.Contains("of no column", Assert.Throws<ModelyardException>(() => replaced.Predict(table.Head(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_of_several_classes_refuses_an_offset_rather_than_leaving_it_out() =>
        Assert.Contains("offset", Assert.Throws<ModelyardException>(() => new MultinomialRegression().Fit(RegressionData.Of(Table("simulated"), Counts with { Target = "choice" }))).Message, StringComparison.Ordinal);
}
