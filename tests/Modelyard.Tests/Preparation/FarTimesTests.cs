using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds what is said of dates that stand for missing ones to columns in which some were put.</summary>
public sealed class FarTimesTests
{
    private static readonly DateTime s_start = new(2019, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Dates_far_outside_of_all_others_are_named_with_the_way_to_make_them_missing()
    {
        DateTime[] dates = [.. Days(500), new DateTime(9999, 12, 31), new DateTime(1900, 1, 1)];
        Frame frame = Frame.Of(Column(dates), new DoubleColumn("y", new double[dates.Length]));
        string note = Assert.Single(TablePlan.Learn(frame, "y").Notes(frame));
        Assert.StartsWith("The column 'when' holds '9999-12-31', '1900-01-01' in 2 rows, far outside of all other dates", note, StringComparison.Ordinal);
        Assert.EndsWith("'--missing \"9999-12-31\"' '--missing \"1900-01-01\"' too.", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_that_belong_to_the_others_are_not_named()
    {
        Assert.Null(FarTimes.Of(Column(Days(500))));
        Assert.Null(FarTimes.Of(Column([.. Days(500), s_start.AddYears(6)])));
        Assert.Null(FarTimes.Of(Column([.. Days(100), .. Enumerable.Repeat(new DateTime(1900, 1, 1), 30)])));
        Assert.Null(FarTimes.Of(Column([.. Enumerable.Repeat(s_start, 100), s_start.AddYears(100)])));
        Assert.Null(FarTimes.Of(Column([s_start, new DateTime(9999, 12, 31)])));
    }

    private static DateTime[] Days(int count) => [.. Enumerable.Range(0, count).Select(day => s_start.AddDays(day))];

    private static TimestampColumn Column(DateTime[] dates) => new("when", Array.ConvertAll(dates, date => date.Ticks), false);
}
