using Modelyard.Frames;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

/// <summary>Holds the order of time, and the words that go with it, to dates of which one knows which comes first.</summary>
public sealed class DateTextsTests
{
    [Theory]
    [InlineData("10/2/1990|9/1/1990|25/12/1989", "2|1|0")]
    [InlineData("12/31/2020|2/1/2021|11/30/2020", "2|0|1")]
    [InlineData("2/1/2021 9:05|2/1/2021 10:00|31/12/2020 23:59", "2|0|1")]
    [InlineData("Feb 2020|Jan 2020|Dec 2019", "2|1|0")]
    [InlineData("10/1990|9/1990|12/1989", "2|1|0")]
    [InlineData("1.2.2020|15.1.2020|31.12.2019", "2|1|0")]
    [InlineData("2010Q2|2010Q1|2009Q4", "2|1|0")]
    public void Texts_that_are_dates_are_ordered_by_time(string cells, string rows)
    {
        var order = TimeOrder.Of(Frame.Of(new TextColumn("date", cells.Split('|')), new IntegerColumn("row", [0, 1, 2])), "date");
        Assert.Equal(rows, string.Join('|', order.Rows["row"].ToDoubles()));
        Assert.Contains("dates as texts, by whose times the rows are ordered", Assert.Single(order.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_that_makes_dates_of_texts_does_so()
    {
        Frame table = Frame.Of(new TextColumn("sold on", ["25/12/2020", "1/2/2021", null, "x"]));
        Assert.Contains(@"--set ""\`sold on\`=timestamp(\`sold on\`, 'd/M/yyyy')""", TextHint.Of(table.Take([0, 1, 2])["sold on"]), StringComparison.Ordinal);
        Frame dated = table.With(("day", Modelyard.Frames.Expressions.Expression.Parse("timestamp(`sold on`, 'd/M/yyyy')")));
        Assert.Equal(["2020-12-25", "2021-02-01"], Enumerable.Range(0, 2).Select(dated["day"].FormatCell));
        Assert.True(dated["day"].IsMissing(2) && dated["day"].IsMissing(3));
    }

    [Theory]
    [InlineData("timestamp(a, 'd/M')")]
    [InlineData("timestamp(a, 'q%')")]
    [InlineData("timestamp(a, '')")]
    public void A_pattern_without_a_year_is_refused(string expression)
    {
        var fault = Assert.ThrowsAny<ModelyardException>(() => Frame.Of(new TextColumn("a", ["1/2/2020"])).With(("b", Modelyard.Frames.Expressions.Expression.Parse(expression))));
        Assert.Contains("must have a year", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_whose_day_and_month_can_be_taken_for_one_another_order_nothing()
    {
        var fault = Assert.Throws<ModelyardException>(() => TimeOrder.Of(Frame.Of(new TextColumn("date", ["03/04/2001", "05/01/2001"])), "date"));
        Assert.Contains("timestamp(date, 'd/M/yyyy')", fault.Message, StringComparison.Ordinal);
        Assert.Contains("timestamp(date, 'M/d/yyyy')", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_no_dates_are_ordered_by_letters_with_a_note()
    {
        var order = TimeOrder.Of(Frame.Of(new TextColumn("date", ["25/12/2020", "soon"])), "date");
        Assert.Contains("order of its letters", Assert.Single(order.Notes), StringComparison.Ordinal);
    }
}
