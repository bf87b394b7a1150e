using Modelyard.Conformance;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Linear;
using Modelyard.Numerics;
using Modelyard.Pipelines;
using Modelyard.Preparation;
using Modelyard.Trees.Boosting;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds days and waves of dates to lines and cycles that are known.</summary>
public sealed class DateCyclesTests
{
    private const double Day = 86_400;
    private static readonly FeatureSchema When = new(new Feature("when", FeatureKind.Timestamp));

    // The first of January 2023, a Sunday.
    private static readonly double s_start = (new DateTime(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;

    public static TheoryData<string> Linear => ["LinearRegression", "Ridge"];

    /// <summary>A line is learned as a line: of one year, with noise, and of two without, the answer goes on at New Year.</summary>
    [Theory]
    [MemberData(nameof(Linear))]
    public void A_trend_goes_on_across_New_Year(string name)
    {
        IEstimator estimator = name == "Ridge" ? new Ridge() : new LinearRegression();
        var random = new RandomStream(5);
        foreach ((int days, double noise, double tolerance) in ((int, double, double)[])[(730, 0, name == "Ridge" ? 1 : 1e-6), (365, 10, 12), (300, 10, 8), (25, 0, name == "Ridge" ? 1 : 1e-6)])
        {
            double[] target = [.. Enumerable.Range(0, days).Select(day => 100 + (0.5 * day) + (noise * random.NextGaussian()))];
            IRegressionModel model = Fit(estimator, [.. Enumerable.Range(0, days).Select(day => s_start + (day * Day))], target);
            for (int day = 0; day < days + 30; day++)
            {
                Assert.Equal(100 + (0.5 * day), Predict(model, day), tolerance);
            }
        }
    }

    [Fact]
    public void A_season_of_the_year_and_any_pattern_of_the_week_are_learned_beside_a_trend()
    {
        double[] week = [3, -1, 0, 5, 2, -4, 9];
        double Truth(int day)
        {
            DateTime moment = DateTime.UnixEpoch.AddSeconds(s_start + (day * Day));
            return (0.01 * day) + week[(int)moment.DayOfWeek] + (4 * Math.Cos(2 * Math.PI * (moment.DayOfYear - 1) / (DateTime.IsLeapYear(moment.Year) ? 366 : 365)));
        }

        double[] moments = [.. Enumerable.Range(0, 1100).Select(day => s_start + (day * Day))];
        IRegressionModel model = Fit(new LinearRegression(), moments, [.. Enumerable.Range(0, 1100).Select(Truth)]);
        foreach (int day in (int[])[0, 364, 365, 730, 1100, 1461, 2000])
        {
            Assert.Equal(Truth(day), Predict(model, day), 1e-6);
        }
    }

    [Fact]
    public void A_cycle_is_a_feature_where_the_rows_span_it_and_vary_in_it()
    {
        string[] Names(params double[] days) => DateCyclesTests.Names([.. days.Select(day => day * Day)]);
        Assert.Equal(["days"], Names(3, 3));
        Assert.Equal(["days"], Names(double.NaN));
        Assert.Equal(["days"], Names(0, 6));
        Assert.Equal(["days", "week sin", "week cos", "week sin 2", "week cos 2", "week sin 3", "week cos 3"], Names(0, 1, 2, 3, 4, 5, 6, 7));
        Assert.Equal(["days"], Names(0, 7, 14));
        Assert.Equal(["days", "day sin", "day cos", "day sin 2", "day cos 2"], Names(0, 0.5, 1.25));
        Assert.Equal(["days", "year sin", "year cos", "year sin 2", "year cos 2", "month sin", "month cos"], Names(0, 7, 14, 371)[..7]);
        Assert.Equal(["days"], new DateCycles().Fit(Data([0, Day, 400 * Day]).WithWeights([1, 1, 0])).Outputs.Select(feature => feature.Name["when.".Length..]));
    }

    /// <summary>The first, the middle and the last of each month in four years: a season of any shape without changes from each month to the next is learned whole.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(14)]
    [InlineData(-1)]
    public void Dates_month_by_month_have_months_of_the_year_and_no_week(int shift)
    {
        double[] season = [0, -3, 1, 4, 6, 9, 12, 8, 5, 1, -2, -4];

        // Twelve months have eleven contrasts, of which five pairs of waves are all but this one.
        double alternating = season.Select((value, month) => month % 2 == 0 ? value : -value).Sum() / 12;
        DateTime[] moments = [.. Enumerable.Range(0, 72).Select(month => new DateTime(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(month).AddDays(shift))];
        double[] seconds = Array.ConvertAll(moments, Seconds);
        double[] target = Array.ConvertAll(moments, moment => season[moment.Month - 1] + (moment.Month % 2 == 1 ? -alternating : alternating) + (Seconds(moment) / Day / 100));
        Assert.Equal(["days", .. Enumerable.Range(1, 5).SelectMany(pair => new[] { "sin", "cos" }, (pair, wave) => $"month of year {wave}{(pair == 1 ? "" : $" {pair}")}")], Names(seconds[..48]));
        IRegressionModel model = Fit(new LinearRegression(), seconds[..48], target[..48]);
        for (int month = 0; month < seconds.Length; month++)
        {
            Assert.Equal(target[month], model.Predict([seconds[month]]), 1e-6);
        }
    }

    [Fact]
    public void Months_of_less_than_two_years_and_quarters_have_the_waves_of_the_year()
    {
        string[] year = ["days", "year sin", "year cos", "year sin 2", "year cos 2"];
        Assert.Equal(year, Names([.. Enumerable.Range(0, 18).Select(month => Seconds(new DateTime(2010, 1, 1).AddMonths(month)))]));
        Assert.Equal(year, Names([.. Enumerable.Range(0, 18).Select(quarter => Seconds(new DateTime(2010, 1, 1).AddMonths(3 * quarter)))]));
    }

    /// <summary>A line and a week, with dates far outside in few rows: the others are learned as if these were missing, and what a sentinel means is learned beside.</summary>
    [Theory]
    [InlineData(9999, 12, 31)]
    [InlineData(1900, 1, 1)]
    public void Dates_far_outside_of_all_others_are_missing_and_ruin_no_line(int year, int month, int day)
    {
        double sentinel = Seconds(new DateTime(year, month, day));
        double[] days = [.. Enumerable.Range(0, 730).Select(row => s_start + (row * Day))];
        double[] target = [.. Enumerable.Range(0, 730).Select(row => row + (5.0 * (row % 7)))];
        double[] seconds = [.. days, sentinel, sentinel], all = [.. target, -50, -50];
        Assert.Equal(Names([.. days, double.NaN]), Names(seconds));
        IRegressionModel model = Fit(new LinearRegression(), seconds, all);
        Assert.Equal(-50, model.Predict([sentinel]), 1e-6);
        for (int row = 0; row < 1000; row++)
        {
            Assert.Equal(row + (5.0 * (row % 7)), model.Predict([s_start + (row * Day)]), 1e-6);
        }

        // A sentinel that training rows do not hold, as in a fold: about what any row is.
        Assert.InRange(Fit(new LinearRegression(), days, target).Predict([sentinel]), 0, 800);
    }

    [Fact]
    public void Dates_of_which_one_in_ten_is_far_count_like_others()
    {
        double[] seconds = [.. Enumerable.Range(0, 90).Select(row => s_start + (row * Day)), .. Enumerable.Range(0, 10).Select(row => s_start - (10_000 * Day) - row)];
        ITransformModel model = new DateCycles().Fit(Data(seconds));
        double[] made = new double[model.Outputs.Count];
        foreach (double moment in seconds)
        {
            model.Transform([moment], made);
            Assert.Equal(moment / Day, made[0]);
        }
    }

    [Fact]
    public void A_model_keeps_its_fences_in_its_file()
    {
        double far = Seconds(new DateTime(9999, 12, 31));
        ITransformModel model = new DateCycles().Fit(Data([.. Enumerable.Range(0, 100).Select(row => s_start + (row * Day)), far]));
        var loaded = (ITransformModel)ModelReload.Run(model);
        foreach (double moment in new[] { s_start, s_start + (500 * Day), far, -far, double.NaN })
        {
            double[] expected = new double[model.Outputs.Count], made = new double[expected.Length];
            model.Transform([moment], expected);
            loaded.Transform([moment], made);
            Assert.Equal(expected, made);
        }
    }

    [Fact]
    public void Waves_do_not_jump_at_midnight_of_New_Year_and_are_missing_where_the_moment_is()
    {
        var model = new DateCyclesModel(When, [0b11111], [TimeFences.None]);
        double[] before = new double[model.Outputs.Count], after = new double[before.Length];
        double newYear = s_start + (365 * Day);
        model.Transform([newYear - 0.001], before);
        model.Transform([newYear], after);
        for (int i = 0; i < before.Length; i++)
        {
            // Days of the week go by steps.
            Assert.True(Math.Abs(before[i] - after[i]) < 1e-6 || model.Outputs[i].Name.Contains("week", StringComparison.Ordinal), model.Outputs[i].Name);
        }

        foreach (double seconds in new[] { double.NaN, 1e300, -1e12 })
        {
            model.Transform([seconds], after);
            Assert.All(after, wave => Assert.True(double.IsNaN(wave)));
        }
    }

    [Fact]
    public void Parts_of_a_stream_are_those_of_the_whole()
    {
        Dataset data = Data([.. Enumerable.Range(0, 500).Select(row => s_start + (row * 7919 % 500 * Day * 1.5))]);
        ITransformModel whole = new DateCycles().Fit(data, new FitContext { Parallelism = 1 }), parts = new DateCycles().Fit(data, new FitContext { Parallelism = 4 });
        Assert.Equal(whole.Outputs.Select(feature => feature.Name), parts.Outputs.Select(feature => feature.Name));
        Assert.Equal(17, whole.Outputs.Count);
    }

    [Fact]
    public void What_adds_up_is_given_waves_and_what_asks_for_thresholds_the_parts_of_the_calendar()
    {
        Dataset data = Data([.. Enumerable.Range(0, 100).Select(row => row * Day)]);
        foreach (IEstimator estimator in new IEstimator[] { new LinearRegression(), new Ridge(), new LogisticRegression() })
        {
            Assert.IsType<DateCycles>(PreparationPlan.For(data, estimator.Traits).Steps[0]);
            Assert.IsType<DateCycles>(PreparationPlan.ForStream(data.Schema, estimator.Traits).Steps[0]);
        }

        Assert.IsType<DateParts>(PreparationPlan.For(data, new GradientBoostingRegressor().Traits).Steps[0]);
    }

    private static Dataset Data(double[] seconds, double[]? target = null) =>
        target is null ? PreparationOracle.Data(new Matrix(seconds, seconds.Length, 1), When) : Dataset.ForRegression(new Matrix(seconds, seconds.Length, 1), target, When);

    private static IRegressionModel Fit(IEstimator estimator, double[] seconds, double[] target)
    {
        Dataset data = Data(seconds, target);
        return (IRegressionModel)new Pipeline(PreparationPlan.For(data, estimator.Traits).Steps, estimator).FitModel(data, FitContext.Default);
    }

    private static string[] Names(double[] seconds) => [.. new DateCycles().Fit(Data(seconds)).Outputs.Select(feature => feature.Name["when.".Length..])];

    private static double Seconds(DateTime moment) => (moment - DateTime.UnixEpoch).TotalSeconds;

    private static double Predict(IRegressionModel model, int day) => model.Predict([s_start + (day * Day)]);
}
