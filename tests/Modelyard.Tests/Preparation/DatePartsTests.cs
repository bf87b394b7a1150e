using System.Text.Json;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class DatePartsTests
{
    private static Dataset Days(params double[] seconds) =>
        PreparationOracle.Data(new Matrix(seconds, seconds.Length, 1), new FeatureSchema(new Feature("when", FeatureKind.Timestamp)));

    [Fact]
    public void Parts_are_those_of_pandas_before_1970_and_on_leap_days()
    {
        JsonElement oracle = PreparationOracle.Get("dates");
        DateTime[] moments = [.. PreparationOracle.Texts(oracle.GetProperty("stamps")).Select(stamp => DateTime.Parse(stamp!))];
        Dataset data = PreparationOracle.Data(Frame.Of(new TimestampColumn("when", [.. moments.Select(moment => moment.Ticks)])));
        ITransformModel model = new DateParts().Fit(data);
        Matrix parts = model.Transform(data.Features);
        JsonProperty[] expected = [.. oracle.GetProperty("parts").EnumerateObject()];
        Assert.Equal(expected.Select(part => "when." + part.Name), model.Outputs.Select(feature => feature.Name));
        for (int k = 0; k < expected.Length; k++)
        {
            double[] own = new double[moments.Length];
            parts.CopyColumnTo(k, own);
            Assert.Equal(PreparationOracle.Numbers(expected[k].Value), own);
        }
    }

    [Fact]
    public void A_part_that_never_varies_is_left_out_and_a_constant_keeps_its_day()
    {
        const double Day = 86_400;
        Assert.Equal(["when.days", "when.day", "when.weekday"], new DateParts().Fit(Days(0, Day, double.NaN, 2 * Day)).Outputs.Select(feature => feature.Name));
        Assert.Equal(["when.days"], new DateParts().Fit(Days(Day, Day)).Outputs.Select(feature => feature.Name));
        Assert.Equal(["when.days"], new DateParts().Fit(Days(double.NaN)).Outputs.Select(feature => feature.Name));
    }

    [Fact]
    public void A_missing_moment_and_one_beyond_any_calendar_give_missing_parts()
    {
        ITransformModel model = new DateParts().Fit(Days(0, 1e9, 1.5e9));
        double[] result = new double[model.Outputs.Count];
        foreach (double seconds in new[] { double.NaN, 1e300, -1e12 })
        {
            model.Transform([seconds], result);
            Assert.All(result, part => Assert.True(double.IsNaN(part)));
        }
    }

    [Fact]
    public void Rows_of_weight_0_do_not_make_a_part_vary() =>
        Assert.Equal(["when.days"], new DateParts().Fit(Days(0, 0, 1e9).WithWeights([1, 1, 0])).Outputs.Select(feature => feature.Name));
}
