using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Modelyard.Numerics;

namespace Modelyard.Bench;

/// <summary>Reads arrays of little-endian doubles in C order from NumPy's .npy files, which bench/peers/prepare.py writes.</summary>
public static partial class NpyFile
{
    /// <summary>Reads a matrix.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrix; a vector becomes one column.</returns>
    public static Matrix ReadMatrix(string path)
    {
        using FileStream file = File.OpenRead(path);
        (int rows, int columns) = ReadHeader(file, path);
        double[] elements = new double[rows * columns];
        file.ReadExactly(MemoryMarshal.AsBytes(elements.AsSpan()));
        return new Matrix(elements, rows, columns);
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The elements.</returns>
    public static double[] ReadVector(string path) => ReadMatrix(path).AsSpan().ToArray();

    /// <summary>Reads a vector of whole numbers that are stored as doubles: classes.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The elements.</returns>
    public static int[] ReadLabels(string path) => Array.ConvertAll(ReadVector(path), label => (int)label);

    private static (int Rows, int Columns) ReadHeader(FileStream file, string path)
    {
        Span<byte> start = stackalloc byte[10];
        file.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new InvalidDataException($"'{path}' is not an .npy file.");
        }

        byte[] header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(start[8..])];
        file.ReadExactly(header);
        string text = Encoding.ASCII.GetString(header);
        if (!text.Contains("'<f8'", StringComparison.Ordinal) || !text.Contains("'fortran_order': False", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{path}' holds '{text}' and must hold doubles in C order.");
        }

        Match shape = Shape().Match(text);
        int rows = int.Parse(shape.Groups["rows"].ValueSpan, CultureInfo.InvariantCulture);
        return (rows, shape.Groups["columns"].Success ? int.Parse(shape.Groups["columns"].ValueSpan, CultureInfo.InvariantCulture) : 1);
    }

    [GeneratedRegex(@"\((?<rows>\d+),\s*(?<columns>\d+)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
