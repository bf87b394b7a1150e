using Modelyard.Charts;
using Modelyard.Linear;

namespace Modelyard.Explanation;

/// <summary>Draws the ways that gradient descent took over the cost that it minimised.</summary>
public static class GradientPathChart
{
    private const double Margin = 0.12;

    /// <summary>Creates a chart of the cost over two parameters, with one path for each descent.</summary>
    /// <param name="paths">The paths by name, of the same parameters, as <see cref="SgdRegressor.Trace"/> records them; the most important first.</param>
    /// <param name="cost">The cost at some parameters, as <see cref="SgdRegressor.Cost"/> computes it.</param>
    /// <param name="first">The parameter on the horizontal axis.</param>
    /// <param name="second">The parameter on the vertical axis. All others stay where the first path ends.</param>
    /// <param name="resolution">The number of points of the grid along each axis, 8 or more.</param>
    /// <returns>The chart.</returns>
    /// <exception cref="ModelyardException">There is no path, or a parameter is not in them.</exception>
    public static ContourChart Of(IReadOnlyList<KeyValuePair<string, GradientPath>> paths, Func<double[], double> cost, int first = 0, int second = 1, int resolution = 72)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentOutOfRangeException.ThrowIfLessThan(resolution, 8);
        if (paths.Count == 0)
        {
            throw new ModelyardException("There is no path to draw; give one or more.");
        }

        GradientPath main = paths[0].Value;
        if (Math.Min(first, second) < 0 || Math.Max(first, second) >= main.Names.Count || first == second)
        {
            throw new ModelyardException($"The parameters '{first}' and '{second}' must be two of the '{main.Names.Count}' that the path has.");
        }

        double[] x = Range([.. paths.SelectMany(path => Column(path.Value, first))], resolution), y = Range([.. paths.SelectMany(path => Column(path.Value, second))], resolution);
        double[] parameters = main.Parameters.Row(main.StepCount).ToArray();
        double[][] heights = [.. y.Select(height => Array.ConvertAll(x, position =>
        {
            (parameters[first], parameters[second]) = (position, height);
            return cost(parameters);
        }))];
        return new ContourChart
        {
            Title = "Gradient descent over its cost",
            XAxis = new Axis { Label = main.Names[first], RoundsEnds = false },
            YAxis = new Axis { Label = main.Names[second], RoundsEnds = false },
            X = x,
            Y = y,
            Heights = heights,
            Paths = [.. paths.Select(path => new LineSeries { Name = path.Key, X = Column(path.Value, first), Y = Column(path.Value, second), Dots = true })],
        };
    }

    private static double[] Column(GradientPath path, int parameter)
    {
        double[] values = new double[path.Parameters.Rows];
        path.Parameters.CopyColumnTo(parameter, values);
        return values;
    }

    private static double[] Range(double[] values, int resolution)
    {
        double least = values.Min(), greatest = values.Max(), margin = greatest > least ? Margin * (greatest - least) : 1;
        return [.. Enumerable.Range(0, resolution).Select(i => least - margin + ((greatest - least + (2 * margin)) * i / (resolution - 1)))];
    }
}
