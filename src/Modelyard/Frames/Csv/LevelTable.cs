using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Numbers different texts in the order in which they first occur.</summary>
/// <remarks>
/// A hash table with open addressing. The first eight bytes of a text lie in its entry, so that a short one is found with one comparison.
/// The hash is keyed anew in each process, so that no file can be made whose texts collide; numbers do not depend on it.
/// </remarks>
internal sealed class LevelTable
{
    private const ulong Mixer = 0x9E3779B97F4A7C15;
    private static readonly ulong Key = (ulong)Random.Shared.NextInt64() | 1;

    private Entry[] _entries = new Entry[64];
    private int[] _offsets = new int[33];
    private byte[] _bytes = new byte[256];

    /// <summary>Gets the number of texts.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a text by its number.</summary>
    public ReadOnlySpan<byte> this[int code] => _bytes.AsSpan(_offsets[code], _offsets[code + 1] - _offsets[code]);

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(_entries);
            Count = 0;
        }
    }

    /// <summary>Finds a text or adds it.</summary>
    /// <param name="first">The first byte; eight bytes from it must be readable.</param>
    /// <param name="length">The number of bytes.</param>
    /// <returns>The number of the text; equal to the former <see cref="Count"/> if it is new.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Intern(ref byte first, int length)
    {
        ulong head = DigitBlock.LittleEndian(ref first);
        head = length >= 8 ? head : head & ((1UL << (length * 8)) - 1);
        ulong hash = length <= 8 ? Mix(head ^ ((ulong)length << 56), Key) : HashLong(ref first, length);
        ref Entry origin = ref MemoryMarshal.GetArrayDataReference(_entries);
        uint mask = (uint)_entries.Length - 1;
        uint slot = (uint)hash & mask;
        while (true)
        {
            ref Entry entry = ref Unsafe.Add(ref origin, slot);
            if (entry.Code == 0)
            {
                return Add(ref entry, ref first, length, head, (uint)(hash >> 32));
            }

            if (entry.Head == head && entry.Length == length
                && (length <= 8 || (entry.Hash == (uint)(hash >> 32)
                    && MemoryMarshal.CreateReadOnlySpan(ref first, length).SequenceEqual(this[entry.Code - 1]))))
            {
                return entry.Code - 1;
            }

            slot = (slot + 1) & mask;
        }
    }

    /// <summary>Finds a text or adds it, wherever it lies.</summary>
    /// <param name="text">The bytes.</param>
    /// <returns>As the other overload gives it.</returns>
    public int Intern(ReadOnlySpan<byte> text)
    {
        if (text.Length >= sizeof(ulong))
        {
            return Intern(ref MemoryMarshal.GetReference(text), text.Length);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        text.CopyTo(padded);
        return Intern(ref padded[0], text.Length);
    }

    /// <summary>Adds a text, even if it is there, under a number of its own.</summary>
    public int AddUnfound(ReadOnlySpan<byte> text)
    {
        Store(text);
        return Count++;
    }

    /// <summary>Ranks the texts by their bytes, which is the order of a category's levels.</summary>
    /// <param name="names">Receives the texts in this order.</param>
    /// <returns>The rank of each number, after that of the code of missing cells, which stays as it is.</returns>
    public int[] Rank(out string[] names)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (a, b) => this[a].SequenceCompareTo(this[b]));
        int[] ranks = new int[order.Length + 1];
        ranks[0] = CategoryColumn.Missing;
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank] + 1] = rank;
        }

        names = Array.ConvertAll(order, code => Encoding.UTF8.GetString(this[code]));
        return ranks;
    }

    private int Add(ref Entry entry, ref byte first, int length, ulong head, uint hash)
    {
        Store(MemoryMarshal.CreateReadOnlySpan(ref first, length));
        entry = new Entry { Head = head, Length = length, Hash = hash, Code = ++Count };
        if (Count * 2 > _entries.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Store(ReadOnlySpan<byte> text)
    {
        if (Count + 2 > _offsets.Length)
        {
            Array.Resize(ref _offsets, _offsets.Length * 2);
        }

        int start = Count == 0 ? 0 : _offsets[Count];
        long end = (long)start + text.Length;
        if (end > _bytes.Length)
        {
            if (end > Array.MaxLength)
            {
                throw new InvalidOperationException("The different texts of one column take more than 2 GiB.");
            }

            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(end, 2L * _bytes.Length), Array.MaxLength));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _offsets[Count] = start;
        _offsets[Count + 1] = (int)end;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        uint mask = (uint)_entries.Length - 1;
        foreach (Entry entry in old)
        {
            if (entry.Code == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> text = this[entry.Code - 1];
            ulong hash = entry.Length <= 8
                ? Mix(entry.Head ^ ((ulong)entry.Length << 56), Key)
                : HashLong(ref MemoryMarshal.GetReference(text), entry.Length);
            uint slot = (uint)hash & mask;
            while (_entries[slot].Code != 0)
            {
                slot = (slot + 1) & mask;
            }

            _entries[slot] = entry;
        }
    }

    private static ulong HashLong(ref byte first, int length)
    {
        ulong hash = Key;
        for (int at = 0; at + 8 <= length; at += 8)
        {
            hash = Mix(hash ^ DigitBlock.LittleEndian(ref Unsafe.Add(ref first, at)), Key);
        }

        return Mix(hash ^ DigitBlock.LittleEndian(ref Unsafe.Add(ref first, length - 8)), Key ^ (ulong)length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value, ulong key)
    {
        ulong high = Math.BigMul(value ^ Mixer, key, out ulong low);
        return high ^ low;
    }

    private struct Entry
    {
        public ulong Head;
        public int Length;
        public uint Hash;

        // One more than the number of the text, so that zeroed entries are free.
        public int Code;
    }
}
