using System.Buffers;
using System.Text;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Adds 1, or -1, to the column that the hash of a term says.</summary>
internal readonly struct HashedColumns(SparseMatrixBuilder builder, int columns, bool signed) : ITermSink
{
    private const int Ordinary = 256;

    public void Add(ReadOnlySpan<char> term)
    {
        int most = Encoding.UTF8.GetMaxByteCount(term.Length);
        if (most > Ordinary)
        {
            byte[] rented = ArrayPool<byte>.Shared.Rent(most);
            Add(rented.AsSpan(0, Encoding.UTF8.GetBytes(term, rented)));
            ArrayPool<byte>.Shared.Return(rented);
            return;
        }

        Span<byte> utf8 = stackalloc byte[Ordinary];
        Add(utf8[..Encoding.UTF8.GetBytes(term, utf8)]);
    }

    private void Add(ReadOnlySpan<byte> utf8)
    {
        int hash = (int)MurmurHash3.Compute(utf8, 0);

        // The magnitude of the least number is one more than an int can hold; columns are a power of two, which divides it.
        int column = hash == int.MinValue ? 0 : Math.Abs(hash) % columns;
        builder.Add(column, signed && hash < 0 ? -1 : 1);
    }
}
