using Modelyard.Frames;
using Modelyard.Numerics;

namespace Modelyard.Tests.Frames;

/// <summary>Holds windows over tables of many blocks to what each window gives alone, around the rows where one block ends and the next begins.</summary>
public sealed class RollingBlockTests
{
    private const int Rows = 100_000;

    public static TheoryData<int, WindowClosed, bool> Windows => new()
    {
        { 1, WindowClosed.Right, false },
        { 7, WindowClosed.Neither, false },
        { 100, WindowClosed.Right, false },
        { 100, WindowClosed.Left, false },
        { 64, WindowClosed.Both, true },
        { 30_000, WindowClosed.Right, false },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Each_window_is_what_its_cells_are(int size, WindowClosed closed, bool center)
    {
        var random = new RandomStream(3);
        double[] cells = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            cells[row] = random.NextInt(11) == 0 ? double.NaN : random.NextInt(2000) - 1000;
        }

        var column = new DoubleColumn("cells", cells);
        RollingWindow window = column.Rolling(size, new RollingOptions { Closed = closed, Center = center, Least = 1 });
        ReadOnlySpan<double> sums = window.Sum().Values, means = window.Mean().Values, least = window.Minimum().Values, deviations = window.StandardDeviation().Values;
        int ahead = center ? (size - 1) / 2 : 0;
        int[] rows = [.. Enumerable.Range(0, 40), .. Enumerable.Range(32_748, 40), .. Enumerable.Range(65_516, 40), .. Enumerable.Range(Rows - 40, 40)];
        foreach (int row in rows)
        {
            int end = row + ahead + 1, first = end - size;
            first -= closed is WindowClosed.Left or WindowClosed.Both ? 1 : 0;
            end -= closed is WindowClosed.Left or WindowClosed.Neither ? 1 : 0;
            (first, end) = (Math.Clamp(first, 0, Rows), Math.Clamp(end, 0, Rows));
            double[] inside = [.. cells[Math.Min(first, end)..end].Where(cell => !double.IsNaN(cell))];
            Assert.Equal(inside.Length == 0 ? double.NaN : inside.Sum(), sums[row]);
            Assert.Equal(inside.Length == 0 ? double.NaN : inside.Sum() / inside.Length, means[row]);
            Assert.Equal(inside.Length == 0 ? double.NaN : inside.Min(), least[row]);
            double mean = inside.DefaultIfEmpty(double.NaN).Average();
            Assert.Equal(inside.Length < 2 ? double.NaN : Math.Sqrt(inside.Sum(cell => (cell - mean) * (cell - mean)) / (inside.Length - 1)), deviations[row], 1e-9);
        }
    }
}
