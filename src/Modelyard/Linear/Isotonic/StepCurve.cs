using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Linear;

/// <summary>Represents a curve through points, straight between them and level beyond the first and the last.</summary>
/// <param name="Places">The rising places of the points; one or more.</param>
/// <param name="Heights">The height of each point.</param>
internal readonly record struct StepCurve(double[] Places, double[] Heights)
{
    /// <summary>Gets a value indicating whether the places rise, as the search for a place needs.</summary>
    internal bool IsRising
    {
        get
        {
            for (int i = 1; i < Places.Length; i++)
            {
                if (!(Places[i] > Places[i - 1]))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Creates a monotonic curve from points in the order of their places, without those in the midst of a level stretch.</summary>
    internal static StepCurve Through(ReadOnlySpan<double> places, ReadOnlySpan<double> heights)
    {
        var kept = new List<int>();
        for (int i = 0; i < places.Length; i++)
        {
            bool isInside = i > 0 && i < places.Length - 1 && heights[i - 1] == heights[i] && heights[i] == heights[i + 1];
            if (!isInside)
            {
                kept.Add(i);
            }
        }

        double[] x = new double[kept.Count], y = new double[kept.Count];
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = (places[kept[i]], heights[kept[i]]);
        }

        return new StepCurve(x, y);
    }

    /// <summary>Computes the height at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double At(double place)
    {
        int above = CountBelow(place);
        if (above < Places.Length && Places[above] == place)
        {
            return Heights[above];
        }

        if (above == 0)
        {
            return Heights[0];
        }

        if (above == Places.Length)
        {
            return Heights[^1];
        }

        double share = (place - Places[above - 1]) / (Places[above] - Places[above - 1]);
        return Heights[above - 1] + (share * (Heights[above] - Heights[above - 1]));
    }

    /// <summary>Counts the places below a place, by halving without branches, which no processor could foresee (isotonic_curve_1m).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CountBelow(double place)
    {
        ref double places = ref MemoryMarshal.GetArrayDataReference(Places);
        int at = 0;
        for (int count = Places.Length; count > 1;)
        {
            int half = count / 2;
            at += half * (Unsafe.Add(ref places, at + half - 1) < place ? 1 : 0);
            count -= half;
        }

        return at + (Unsafe.Add(ref places, at) < place ? 1 : 0);
    }
}
