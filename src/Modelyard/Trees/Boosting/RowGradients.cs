using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Boosting;

/// <summary>Represents the gradient and hessian of every row in whole units, ready to be summed.</summary>
internal sealed unsafe class RowGradients(int count)
{
    private const int Block = 1 << 14;
    private readonly PinnedArray<long> _words = new(count);

    internal GradientForm Form { get; private set; }

    /// <summary>Gets one word a row: packed as in a histogram, or the gradient (low) and the hessian (high) as two 32-bit numbers.</summary>
    internal long* Words => _words.Pointer;

    /// <summary>Gets the value of one unit of a gradient.</summary>
    internal double GradientUnit { get; private set; } = 1;

    /// <summary>Gets the value of one unit of a hessian.</summary>
    internal double HessianUnit { get; private set; } = 1;

    /// <summary>Takes in the gradients of an iteration.</summary>
    /// <param name="gradients">One gradient a row.</param>
    /// <param name="hessians">One hessian a row, or null if every one is 1.</param>
    /// <param name="preferred">The form that suits the data unless a gradient towers above the rest.</param>
    /// <param name="team">The threads.</param>
    internal void Set(float* gradients, float* hessians, GradientForm preferred, WorkTeam team)
    {
        (float greatest, double total) = Extent(gradients, team);

        // Against one gradient a million times the mean, the units of the packed form would be too coarse for the rest.
        bool coarse = !preferred.IsWide && greatest * (double)count > total * (1 << (preferred.GradientBits - 10));
        Form = coarse ? preferred with { IsWide = true } : preferred;
        float scale = Scale(greatest, Form.GradientBits);
        GradientUnit = 1.0 / scale;
        if (!Form.IsWide)
        {
            HessianUnit = 1;
            team.Blocks(count, Block, (first, rows) => Pack(gradients, scale, first, rows));
            return;
        }

        float hessianScale = hessians is null ? 1 : Scale(Extent(hessians, team).Greatest, Form.HessianBits);
        HessianUnit = 1.0 / hessianScale;
        team.Blocks(count, Block, (first, rows) => Widen(gradients, scale, hessians, hessianScale, first, rows));
    }

    private static float Scale(float greatest, int bits)
    {
        if (!(greatest > 0))
        {
            return 1;
        }

        int exponent = bits - (Math.ILogB(greatest) + 1);
        return (float)Math.ScaleB(1, Math.Clamp(exponent, -126, 126));
    }

    private (float Greatest, double Total) Extent(float* values, WorkTeam team)
    {
        var parts = new (float Greatest, double Total)[(count + Block - 1) / Block];
        team.Blocks(count, Block, (first, rows) => parts[first / Block] = ExtentOf(values + first, rows));
        float greatest = 0;
        double total = 0;
        foreach ((float most, double sum) in parts)
        {
            greatest = Math.Max(greatest, most);
            total += sum;
        }

        return (greatest, total);
    }

    private static (float Greatest, double Total) ExtentOf(float* values, int rows)
    {
        Vector256<float> greatest = default, total = default;
        int i = 0;
        for (; i + 8 <= rows; i += 8)
        {
            Vector256<float> size = Vector256.Abs(Vector256.Load(values + i));
            greatest = Vector256.Max(greatest, size);
            total += size;
        }

        float most = 0;
        double sum = Vector256.Sum(total);
        for (int lane = 0; lane < 8; lane++)
        {
            most = Math.Max(most, greatest[lane]);
        }

        for (; i < rows; i++)
        {
            most = Math.Max(most, Math.Abs(values[i]));
            sum += Math.Abs(values[i]);
        }

        return (most, sum);
    }

    private void Pack(float* gradients, float scale, int first, int rows)
    {
        long* words = Words;
        int shift = Form.CountBits;
        int i = first, end = first + rows;
        Vector256<long> one = Vector256.Create(1L);
        for (; i + 8 <= end; i += 8)
        {
            Vector256<int> units = Units(Vector256.Load(gradients + i), scale);
            (Vector256<long> low, Vector256<long> high) = Vector256.Widen(units);
            (Vector256.ShiftLeft(low, shift) + one).Store(words + i);
            (Vector256.ShiftLeft(high, shift) + one).Store(words + i + 4);
        }

        for (; i < end; i++)
        {
            words[i] = ((long)Units(gradients[i], scale) << shift) + 1;
        }
    }

    private void Widen(float* gradients, float scale, float* hessians, float hessianScale, int first, int rows)
    {
        long* words = Words;
        int i = first, end = first + rows;
        for (; i + 8 <= end; i += 8)
        {
            Vector256<uint> units = Units(Vector256.Load(gradients + i), scale).AsUInt32();
            Vector256<uint> hessianUnits = hessians is null ? Vector256.Create(1u) : Units(Vector256.Load(hessians + i), hessianScale).AsUInt32();
            (Vector256<ulong> low, Vector256<ulong> high) = Vector256.Widen(units);
            (Vector256<ulong> hessianLow, Vector256<ulong> hessianHigh) = Vector256.Widen(hessianUnits);
            (low | Vector256.ShiftLeft(hessianLow, 32)).AsInt64().Store(words + i);
            (high | Vector256.ShiftLeft(hessianHigh, 32)).AsInt64().Store(words + i + 4);
        }

        for (; i < end; i++)
        {
            uint hessian = hessians is null ? 1u : (uint)Units(hessians[i], hessianScale);
            words[i] = (long)((uint)Units(gradients[i], scale) | ((ulong)hessian << 32));
        }
    }

    private static Vector256<int> Units(Vector256<float> values, float scale) =>
        Vector256.ConvertToInt32(Vector256.Floor((values * scale) + Vector256.Create(0.5f)));

    private static int Units(float value, float scale) => (int)MathF.Floor((value * scale) + 0.5f);
}
