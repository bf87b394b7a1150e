using Modelyard.Charts;
using Modelyard.Charts.Drawing;

namespace Modelyard.Tests.Charts;

public sealed class ContourTests
{
    [Fact]
    public void Lines_of_a_bowl_are_circles()
    {
        double[] grid = [.. Enumerable.Range(0, 81).Select(i => -2 + (i * 0.05))];
        double[][] heights = [.. grid.Select(y => grid.Select(x => (x * x) + (y * y)).ToArray())];
        foreach (bool closed in new[] { false, true })
        {
            List<List<(double X, double Y)>> lines = new ContourLines(grid, grid, heights, closed).At(1.21);
            List<(double X, double Y)> ring = Assert.Single(lines);
            Assert.Equal(ring[0], ring[^1]);
            Assert.InRange(ring.Count, 100, 400);
            Assert.All(ring, point => Assert.InRange(Math.Sqrt((point.X * point.X) + (point.Y * point.Y)), 1.0985, 1.1015));

            // The area of the polygon (Gauss's shoelace) is that of the circle.
            double area = 0;
            for (int i = 1; i < ring.Count; i++)
            {
                area += (ring[i - 1].X * ring[i].Y) - (ring[i].X * ring[i - 1].Y);
            }

            Assert.Equal(Math.PI * 1.21, Math.Abs(area) / 2, 0.01);
        }
    }

    [Fact]
    public void Lines_that_leave_the_grid_end_there_and_areas_follow_its_border()
    {
        double[] grid = [0, 1, 2, 3];
        double[][] heights = [.. grid.Select(_ => grid)];
        List<(double X, double Y)> line = Assert.Single(new ContourLines(grid, grid, heights, closed: false).At(1.5));
        Assert.All(line, point => Assert.Equal(1.5, point.X));
        Assert.Equal(4, line.Count);
        List<(double X, double Y)> area = Assert.Single(new ContourLines(grid, grid, heights, closed: true).At(1.5));
        Assert.Equal(area[0], area[^1]);
        Assert.Equal(0, area.Min(point => point.X));
        Assert.Equal(1.5, area.Max(point => point.X));
        Assert.Equal(3, area.Max(point => point.Y));
    }

    [Fact]
    public void Saddles_are_joined_across_the_side_that_their_middle_lies_on()
    {
        foreach ((double middle, int lines) in new[] { (0.4, 2), (0.6, 2) })
        {
            double high = middle > 0.5 ? 1.6 : 1;
            double[][] heights = [[0, high], [high, 0]];
            List<List<(double X, double Y)>> found = new ContourLines([0, 1], [0, 1], heights, closed: false).At(0.7);
            Assert.Equal(lines, found.Count);

            // A low middle joins the low corners: then each line cuts a high corner off.
            bool joinsLow = (0 + high + high + 0) / 4 < 0.7;
            Assert.All(found, line =>
            {
                double x = line.Average(point => point.X), y = line.Average(point => point.Y);
                Assert.Equal(joinsLow, (x - 0.5) * (y - 0.5) < 0);
            });
        }
    }

    [Fact]
    public void A_chart_draws_every_path_with_start_and_end_and_names_them()
    {
        var chart = (ContourChart)ChartSamples.Create("contours", "way", ChartSamples.Data.Plain);
        string svg = chart.ToSvg(ChartTheme.Dark);
        Assert.Contains(">way</title>", svg, StringComparison.Ordinal);
        Assert.Contains(ChartTheme.Dark.Series[1], svg, StringComparison.Ordinal);
        Assert.Contains(ChartTheme.Dark.Series[2], svg, StringComparison.Ordinal);
        Assert.Contains("Lines of equal height over way and way, and the paths way, other.", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_high_is_shaded_as_what_is_low_of_the_opposite_and_written_as_it_is()
    {
        double[] grid = [0, 1, 2, 3, 4];
        double[][] hill = [.. grid.Select(y => grid.Select(x => 100 + (x * y)).ToArray())];
        var high = new ContourChart { Title = "hill", X = grid, Y = grid, Heights = hill, HighIsDark = true, WritesLevels = true, Levels = [110, 104] };
        var low = new ContourChart { Title = "hill", X = grid, Y = grid, Heights = [.. hill.Select(row => row.Select(height => -height).ToArray())], WritesLevels = true, Levels = [-110, -104] };
        Assert.Equal([.. Paths(low).Order(StringComparer.Ordinal)], [.. Paths(high).Order(StringComparer.Ordinal)]);
        Assert.Contains(">110</text>", high.ToSvg(ChartTheme.Light), StringComparison.Ordinal);
        Assert.Contains(">\u2212110</text>", low.ToSvg(ChartTheme.Light), StringComparison.Ordinal);

        static IEnumerable<string> Paths(ContourChart chart) =>
            chart.ToSvg(ChartTheme.Light).Split("<path d=\"").Skip(1).Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]);
    }
}
