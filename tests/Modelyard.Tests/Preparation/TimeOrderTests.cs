using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;
using Modelyard.Tests.Training;
using Modelyard.Training;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds the order of rows in time to tables whose order is known.</summary>
public sealed class TimeOrderTests
{
    [Fact]
    public void Rows_without_a_time_are_left_out_and_counted()
    {
        TimeOrder order = TimeOrder.Of(Read("day,x\n2026-01-03,3\n,0\n2026-01-01,1\n2026-01-02,2\n,0\n"), "day");
        Assert.Equal([1L, 2, 3], ((IntegerColumn)order.Rows["x"]).Values.ToArray());
        Assert.Equal(["The column 'day' is missing in 2 of 5 rows, which have no place in time and are left out."], order.Notes);
    }

    [Fact]
    public void Rows_of_dates_that_stand_for_none_are_left_out_and_named()
    {
        string days = string.Concat(Enumerable.Range(0, 60).Select(day => $"{new DateTime(2026, 1, 1).AddDays(day):yyyy-MM-dd},{day}\n"));
        TimeOrder order = TimeOrder.Of(Read($"day,x\n9999-12-31,-1\n{days}9999-12-31,-1\n"), "day");
        Assert.Equal(Enumerable.Range(0, 60).Select(day => (long)day), ((IntegerColumn)order.Rows["x"]).Values.ToArray());
        Assert.Equal(["The column 'day' holds '9999-12-31' and such dates in 2 rows, far outside of all others, as dates are that stand for a missing one: those rows are left out."], order.Notes);
    }

    [Fact]
    public void Nothing_is_said_of_a_whole_column_of_times()
    {
        TimeOrder order = TimeOrder.Of(Read("day,x\n2,2\n1,1\n"), "day");
        Assert.Equal([1L, 2], ((IntegerColumn)order.Rows["x"]).Values.ToArray());
        Assert.Empty(order.Notes);
    }

    [Fact]
    public void Texts_are_said_to_be_in_the_order_of_their_letters() =>
        Assert.Contains("'day' holds texts", Assert.Single(TimeOrder.Of(Read("day,x\nmonday,2\nfriday,1\n"), "day").Notes), StringComparison.Ordinal);

    [Fact]
    public void A_column_without_any_time_is_refused() =>
        Assert.Contains("Every cell of the column 'day' is missing", Assert.Throws<ModelyardException>(() => TimeOrder.Of(Read("day,x\n,2\n,1\n"), "day")).Message, StringComparison.Ordinal);

    [Fact]
    public void Training_in_the_order_of_time_tests_no_row_without_one()
    {
        int[] days = [.. Enumerable.Range(0, 60)];
        bool[] classes = Array.ConvertAll(days, day => day % 3 == 0);
        Frame frame = Frame.Of(
            new DoubleColumn("day", Array.ConvertAll(days, day => day % 10 == 0 ? double.NaN : day)),
            new DoubleColumn("x", Array.ConvertAll(days, day => day % 7.0)),
            new BooleanColumn("y", classes));
        TrainingResult result = Trainer.Train(frame, TrainingTables.Quick("y") with { Time = "day" });
        Assert.Equal(54, result.Rows);
        Assert.Contains("The column 'day' is missing in 6 of 60 rows, which have no place in time and are left out.", result.Warnings);
    }

    private static Frame Read(string text) => CsvReader.Read(Encoding.UTF8.GetBytes(text)).Frame;
}
