using FsCheck;
using FsCheck.Fluent;
using Modelyard.Charts.Drawing;

namespace Modelyard.Tests.Charts;

public sealed class LayeredLayoutTests
{
    [Fact]
    public void A_box_stands_one_column_behind_the_last_that_leads_to_it()
    {
        LayeredLayout layout = Of(4, (0, 1), (1, 2), (0, 2), (3, 2));
        Assert.Equal([0, 1, 2, 0], Boxes(layout, 4).Select(place => place.Column));

        // The link over a column passes a point in it.
        Assert.Equal(3, layout.Routes[2].Way.Length);
        Assert.Equal(0, layout.Routes[2].Way[1].Height);
    }

    [Fact]
    public void Links_that_can_do_without_crossing_do()
    {
        LayeredLayout layout = Of(6, (0, 5), (1, 4), (2, 3));
        Assert.Equal([0, 1, 2], layout.ColumnsOfPlaces[0].Select(place => layout.Routes.Single(route => route.Way[0] == place).Way[1].Rank));
    }

    [Fact]
    public void One_link_of_a_circle_is_turned()
    {
        LayeredLayout layout = Of(3, (0, 1), (1, 2), (2, 0));
        Assert.Single(layout.Routes, route => route.IsTurned);
        Assert.Equal(3, layout.ColumnsOfPlaces.Count);
    }

    [Fact]
    public void A_chain_of_many_boxes_needs_no_deep_stack()
    {
        LayeredLayout layout = Of(20_000, [.. Enumerable.Range(0, 19_999).Select(i => (i, i + 1))]);
        Assert.Equal(20_000, layout.ColumnsOfPlaces.Count);
    }

    [Fact]
    public void Boxes_never_lie_over_one_another_and_links_lead_to_the_right()
    {
        Gen<(int, int)> link = from a in Gen.Choose(0, 11) from b in Gen.Choose(0, 11) where a != b select (a, b);
        Prop.ForAll(Gen.ListOf(link).ToArbitrary(), links =>
        {
            LayeredLayout layout = Of(12, [.. links.Distinct()]);
            bool apart = layout.ColumnsOfPlaces.All(column => column.Zip(column.Skip(1)).All(pair => pair.Second.Top >= pair.First.Top + pair.First.Height - 1e-9));
            return apart && layout.Routes.All(route => route.Way.Zip(route.Way.Skip(1)).All(pair => pair.Second.Column == pair.First.Column + 1))
                && layout.Places.All(place => place.Top >= 0);
        }).Check(Property.Repeatable);
    }

    private static LayeredLayout Of(int boxes, params (int, int)[] links) => new([.. Enumerable.Repeat(40.0, boxes)], links);

    private static IEnumerable<LayoutPlace> Boxes(LayeredLayout layout, int count) => layout.Places.Take(count);
}
