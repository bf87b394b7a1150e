using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Checks what is read from a stored support vector machine.</summary>
internal static class KernelState
{
    /// <summary>Says whether every element is finite.</summary>
    internal static bool AreFinite(Matrix matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            foreach (double element in matrix.Row(row))
            {
                if (!double.IsFinite(element))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Says whether every element is finite.</summary>
    internal static bool AreFinite(double[] vector) => Array.TrueForAll(vector, double.IsFinite);

    /// <summary>Reads the training rows of support vectors; empty in models that were stored without them.</summary>
    internal static int[] ReadRows(StateReader state, int count)
    {
        int[] rows = state.Contains("supportRows") ? state.ReadInts("supportRows", count) : [];
        return Array.TrueForAll(rows, row => row >= 0)
            ? rows
            : throw new ModelFormatException("The value 'supportRows' of the model must hold numbers of 0 or more.");
    }
}
