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
}
