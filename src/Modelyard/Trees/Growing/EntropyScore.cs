using System.Runtime.CompilerServices;

namespace Modelyard.Trees.Growing;

/// <summary>Scores classes by entropy in bits: Σ c log₂ c − w log₂ w. The terms of small whole weights come from a table.</summary>
internal readonly struct EntropyScore : IClassCriterion
{
    private const int TableLength = 4096;
    private static readonly double[] Table = CreateTable();

    public static bool IsSquare => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Term(double weight)
    {
        int whole = (int)weight;
        return whole == weight && (uint)whole < TableLength ? Table[whole] : Compute(weight);
    }

    public static double Score(double terms, double weight) => terms - Term(weight);

    private static double Compute(double weight) => weight > 0 ? weight * Math.Log2(weight) : 0;

    private static double[] CreateTable()
    {
        double[] table = new double[TableLength];
        for (int i = 0; i < TableLength; i++)
        {
            table[i] = Compute(i);
        }

        return table;
    }
}
