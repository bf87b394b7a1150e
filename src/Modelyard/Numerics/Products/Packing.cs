using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Modelyard.Numerics.Products;

/// <summary>Copies blocks of matrices into panels that the kernels read from end to end.</summary>
/// <remarks>What runs through all elements is compiled once and well: the first product of a process is not ten times as slow as its hundredth (ridge_targets_mnist).</remarks>
internal static unsafe class Packing
{
    private const int Run = 16;

    /// <summary>Packs a block of the left factor: panels of a tile's rows, column by column; missing rows are zero.</summary>
    public static void Left(double* source, nint rowStep, nint depthStep, int rows, int depth, int tile, double* weights, double* target)
    {
        int row = 0;
        if (rowStep == 1 && weights == null)
        {
            row = rows / tile * tile;
            CopyPanels(source, depthStep, depth, row, tile, target);
        }

        for (; row < rows; row += tile)
        {
            int count = Math.Min(tile, rows - row);
            double* panel = target + ((nint)row * depth);
            double* from = source + (row * rowStep);
            if (rowStep == 1)
            {
                CopyLines(from, depthStep, depth, count, tile, panel);
            }
            else
            {
                TransposeLines(from, rowStep, depthStep, depth, count, tile, panel);
            }

            if (weights != null)
            {
                for (int k = 0; k < depth; k++)
                {
                    for (int i = 0; i < count; i++)
                    {
                        panel[(k * tile) + i] *= weights[k];
                    }
                }
            }
        }
    }

    /// <summary>Packs a block of the right factor: panels of a tile's columns, row by row; missing columns are zero.</summary>
    public static void Right(double* source, nint depthStep, nint columnStep, int depth, int columns, int tile, double* target)
    {
        int column = 0;
        if (columnStep == 1)
        {
            column = columns / tile * tile;
            CopyPanels(source, depthStep, depth, column, tile, target);
        }

        for (; column < columns; column += tile)
        {
            int count = Math.Min(tile, columns - column);
            double* panel = target + ((nint)column * depth);
            double* from = source + (column * columnStep);
            if (columnStep == 1)
            {
                CopyLines(from, depthStep, depth, count, tile, panel);
            }
            else
            {
                TransposeLines(from, columnStep, depthStep, depth, count, tile, panel);
            }
        }
    }

    /// <summary>Copies whole panels in short runs of lines, so that both what is read and what is written stay near each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyPanels(double* source, nint step, int lines, int count, int tile, double* target)
    {
        for (int first = 0; first < lines; first += Run)
        {
            int run = Math.Min(Run, lines - first);
            for (int i = 0; i < count; i += tile)
            {
                CopyLines(source + (first * step) + i, step, run, tile, tile, target + ((nint)i * lines) + ((nint)first * tile));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyLines(double* source, nint step, int lines, int count, int tile, double* target)
    {
        if (count == tile)
        {
            for (int k = 0; k < lines; k++, source += step, target += tile)
            {
                for (int i = 0; i < tile; i += 4)
                {
                    Vector256.Store(Vector256.Load(source + i), target + i);
                }
            }

            return;
        }

        for (int k = 0; k < lines; k++, source += step, target += tile)
        {
            for (int i = 0; i < tile; i++)
            {
                target[i] = i < count ? source[i] : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeLines(double* source, nint lineStep, nint step, int length, int count, int tile, double* target)
    {
        int i = 0;
        for (; i + 4 <= count; i += 4)
        {
            double* s0 = source + (i * lineStep);
            double* s1 = s0 + lineStep;
            double* s2 = s1 + lineStep;
            double* s3 = s2 + lineStep;
            double* t = target + i;
            int k = step == 1 && Avx.IsSupported ? TransposeFour(s0, lineStep, length, tile, t) : 0;
            nint at = k * step;
            t += (nint)k * tile;
            for (; k < length; k++, at += step, t += tile)
            {
                t[0] = s0[at];
                t[1] = s1[at];
                t[2] = s2[at];
                t[3] = s3[at];
            }
        }

        for (; i < tile; i++)
        {
            double* s = source + (i * lineStep);
            for (int k = 0; k < length; k++)
            {
                target[(k * tile) + i] = i < count ? s[k * step] : 0;
            }
        }
    }

    /// <summary>Transposes four contiguous lines in squares of four, and returns how far it came (gemm_8000x784x10).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int TransposeFour(double* source, nint lineStep, int length, int tile, double* target)
    {
        int k = 0;
        for (; k + 4 <= length; k += 4, source += 4, target += 4 * tile)
        {
            Vector256<double> r0 = Vector256.Load(source), r1 = Vector256.Load(source + lineStep);
            Vector256<double> r2 = Vector256.Load(source + (2 * lineStep)), r3 = Vector256.Load(source + (3 * lineStep));
            Vector256<double> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1), low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
            Vector256.Store(Avx.Permute2x128(low01, low23, 0x20), target);
            Vector256.Store(Avx.Permute2x128(high01, high23, 0x20), target + tile);
            Vector256.Store(Avx.Permute2x128(low01, low23, 0x31), target + (2 * tile));
            Vector256.Store(Avx.Permute2x128(high01, high23, 0x31), target + (3 * tile));
        }

        return k;
    }
}
