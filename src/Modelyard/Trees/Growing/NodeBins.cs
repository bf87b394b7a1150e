using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Trees.Growing;

/// <summary>Sums a node's rows by code: the codes that are present in ascending order, each with weight, weighted target and number of rows.</summary>
internal sealed unsafe class NodeBins
{
    private const int Ordered = 12;
    private readonly PinnedBuffer<Vector128<double>> _sums;
    private readonly PinnedBuffer<int> _rows;
    private readonly PinnedBuffer<ulong> _occupied;
    private readonly PinnedBuffer<int> _codes;
    private readonly PinnedBuffer<Vector128<double>> _presentSums;
    private readonly PinnedBuffer<int> _presentRows;
    private readonly RowOrder _order;
    private readonly bool _countRows;

    /// <summary>Initializes the bins.</summary>
    /// <param name="codes">The greatest number of codes.</param>
    /// <param name="order">What orders few rows of many codes.</param>
    /// <param name="countRows">Whether the number of rows is needed.</param>
    public NodeBins(int codes, RowOrder order, bool countRows)
    {
        _sums = new PinnedBuffer<Vector128<double>>(codes);
        _rows = new PinnedBuffer<int>(countRows ? codes : 0);
        _occupied = new PinnedBuffer<ulong>((codes + 63) / 64);
        _codes = new PinnedBuffer<int>(codes);
        _presentSums = new PinnedBuffer<Vector128<double>>(codes);
        _presentRows = new PinnedBuffer<int>(countRows ? codes : 0);
        _order = order;
        _countRows = countRows;
    }

    /// <summary>Gets the codes that are present, in ascending order.</summary>
    public int* Codes => _codes.Pointer;

    /// <summary>Gets the weight and the weighted target of each present code.</summary>
    public Vector128<double>* Sums => _presentSums.Pointer;

    /// <summary>Gets the number of rows of each present code, if they are counted.</summary>
    public int* Rows => _presentRows.Pointer;

    /// <summary>Sums the rows of a node.</summary>
    /// <returns>The number of codes that are present.</returns>
    public int Fill<TCode>(TCode* codes, Sample* samples, int count, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        if (count <= Ordered || codeCount > 64L * count)
        {
            return FillOrdered(_order.Sort(codes, samples, count, codeCount), samples, count);
        }

        if (_countRows)
        {
            int* rows = _rows.Pointer;
            for (int i = 0; i < count; i++)
            {
                rows[int.CreateTruncating(codes[samples[i].Row])]++;
            }
        }

        return codeCount <= 4L * count ? FillDense(codes, samples, count, codeCount) : FillSparse(codes, samples, count, codeCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillOrdered(ulong* keys, Sample* samples, int count)
    {
        int* codes = Codes;
        Vector128<double>* sums = Sums;
        int present = -1, last = -1;
        for (int i = 0; i < count; i++)
        {
            int code = (int)(keys[i] >> 32);
            Vector128<double> sum = Vector128.Load(&samples[(uint)keys[i]].Weight);
            if (code != last)
            {
                last = code;
                codes[++present] = code;
                sums[present] = sum;
                if (_countRows)
                {
                    Rows[present] = 1;
                }
            }
            else
            {
                sums[present] += sum;
                if (_countRows)
                {
                    Rows[present]++;
                }
            }
        }

        return present + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillDense<TCode>(TCode* codes, Sample* samples, int count, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        Vector128<double>* all = _sums.Pointer;
        for (int i = 0; i < count; i++)
        {
            Vector128<double>* sum = all + int.CreateTruncating(codes[samples[i].Row]);
            *sum += Vector128.Load(&samples[i].Weight);
        }

        int* presentCodes = Codes;
        Vector128<double>* sums = Sums;
        int present = 0;
        for (int code = 0; code < codeCount; code++)
        {
            // Every weight is greater than zero, so a code without weight is absent; what it writes is written over.
            Vector128<double> sum = all[code];
            all[code] = Vector128<double>.Zero;
            sums[present] = sum;
            presentCodes[present] = code;
            bool here = sum.GetElement(0) > 0;
            if (_countRows && here)
            {
                Rows[present] = _rows.Pointer[code];
                _rows.Pointer[code] = 0;
            }

            present += here ? 1 : 0;
        }

        return present;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillSparse<TCode>(TCode* codes, Sample* samples, int count, int codeCount)
        where TCode : unmanaged, IBinaryInteger<TCode>
    {
        Vector128<double>* all = _sums.Pointer;
        ulong* occupied = _occupied.Pointer;
        for (int i = 0; i < count; i++)
        {
            int code = int.CreateTruncating(codes[samples[i].Row]);
            all[code] += Vector128.Load(&samples[i].Weight);
            occupied[code >> 6] |= 1UL << code;
        }

        int* presentCodes = Codes;
        Vector128<double>* sums = Sums;
        int present = 0;
        for (int word = 0; word <= (codeCount - 1) >> 6; word++)
        {
            ulong bits = occupied[word];
            occupied[word] = 0;
            for (; bits != 0; bits &= bits - 1)
            {
                int code = (word << 6) + BitOperations.TrailingZeroCount(bits);
                presentCodes[present] = code;
                sums[present] = all[code];
                all[code] = Vector128<double>.Zero;
                if (_countRows)
                {
                    Rows[present] = _rows.Pointer[code];
                    _rows.Pointer[code] = 0;
                }

                present++;
            }
        }

        return present;
    }
}
