using System.Text.Json;
using Modelyard.Frames;

namespace Modelyard.Tests.Frames;

/// <summary>Holds windows and periods of time against pandas (tests/Oracles/verbs.py).</summary>
public sealed class TimeOracleTests
{
    public static TheoryData<int> Resamples => OracleCases.Numbers("resamples");

    public static TheoryData<int> Upsamples => OracleCases.Numbers("upsamples");

    public static TheoryData<int> Windows => OracleCases.Numbers("windows");

    public static TheoryData<int> Exponentials => OracleCases.Numbers("exponentials");

    [Theory]
    [MemberData(nameof(Resamples))]
    public void Periods_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("resamples", number);
        var options = new ResampleOptions
        {
            Closed = Side(one, "closed"),
            Label = Side(one, "label"),
            Origin = one.Has("origin") && one.Text("origin") != "start_day" ? one.Text("origin") == "epoch" ? ResampleOrigin.Epoch : ResampleOrigin.First : ResampleOrigin.StartOfDay,
            Offset = TimeSpan.FromSeconds(one.Number("offset")),
        };
        Frame table = one.Table("table");
        ResampledFrame periods = one.Flag("by") ? table.GroupBy("g").Resample("t", one.Text("rule"), options) : table.Resample("t", one.Text("rule"), options);
        Frame result = periods.Aggregate(Aggregate.Count("x").As("count"), Aggregate.Sum("x").As("sum"), Aggregate.Mean("x").As("mean"), Aggregate.Maximum("x").As("max"));
        JsonTable.AssertEqual(one.Table("result"), result);
    }

    [Theory]
    [MemberData(nameof(Upsamples))]
    public void Finer_periods_are_filled_as_in_pandas(int number)
    {
        JsonElement one = OracleCases.One("upsamples", number);
        ResampledFrame periods = one.Table("table").Resample("t", one.Text("rule"));
        Frame result = one.Text("verb") switch
        {
            "asfreq" => periods.AsFrequency(),
            "ffill" => periods.FillForward(),
            "bfill" => periods.FillBackward(),
            "nearest" => periods.Nearest(),
            _ => periods.Interpolate(),
        };
        JsonTable.AssertEqual(one.Table("result"), result);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("windows", number);
        Frame table = one.Table("table");
        var options = new RollingOptions { Least = (int)one.Number("least"), Center = one.Flag("center"), Closed = Enum.Parse<WindowClosed>(one.Text("closed"), ignoreCase: true) };
        RollingWindow window = one.Text("kind") == "time"
            ? table["x"].Rolling(table["t"], TimeSpan.FromSeconds(one.Number("size")), options)
            : table["x"].Rolling((int)one.Number("size"), options);
        Column result = one.Text("statistic") switch
        {
            "count" => window.Count(),
            "sum" => window.Sum(),
            "mean" => window.Mean(),
            "var" => window.Variance(),
            "std" => window.StandardDeviation(),
            "min" => window.Minimum(),
            "max" => window.Maximum(),
            "skew" => window.Skewness(),
            "kurt" => window.Kurtosis(),
            _ => window.Median(),
        };
        JsonTable.AssertEqual(one.Table("result"), Frame.Of(result), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Exponentials))]
    public void Fading_weights_agree_with_pandas(int number)
    {
        JsonElement one = OracleCases.One("exponentials", number);
        Frame table = one.Table("table");
        double value = one.Number("value");
        var options = new ExponentialOptions { Adjust = one.Flag("adjust"), IgnoreMissing = one.Flag("ignore"), Least = (int)one.Number("least") };
        ExponentialWindow window = one.Text("parameter") switch
        {
            "alpha" => table["x"].Exponential(Decay.FromAlpha(value), options),
            "span" => table["x"].Exponential(Decay.FromSpan(value), options),
            "halflife" => table["x"].Exponential(Decay.FromHalfLife(value), options),
            "com" => table["x"].Exponential(Decay.FromCenterOfMass(value), options),
            _ => table["x"].Exponential(table["t"], TimeSpan.FromSeconds(value), options),
        };
        Column result = one.Text("statistic") switch
        {
            "mean" => window.Mean(),
            "var" => window.Variance(),
            "std" => window.StandardDeviation(),
            _ => window.Variance(bias: true),
        };
        JsonTable.AssertEqual(one.Table("result"), Frame.Of(result), 1e-11);
    }

    private static IntervalSide? Side(JsonElement one, string name) => one.Has(name) ? Enum.Parse<IntervalSide>(one.Text(name), ignoreCase: true) : null;
}
