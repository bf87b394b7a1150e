using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Preparation.Text;

/// <summary>Numbers different terms in the order in which they come, and keeps their characters in one block: a term that comes again makes no string and no garbage.</summary>
/// <remarks>
/// Open addressing with linear probing. Where a term lies depends on a seed of the process, so that no text can be made up whose terms all collide; their numbers do not.
/// Takes a quarter less time than a dictionary of strings (tfidf_mails).
/// </remarks>
internal sealed class TermTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    // The number of a term and one more, so that 0 is an empty slot.
    private int[] _slots = new int[1 << 10];
    private Entry[] _entries = new Entry[1 << 9];
    private char[] _characters = new char[1 << 12];
    private int _end;

    /// <summary>Gets the number of different terms.</summary>
    internal int Count { get; private set; }

    /// <summary>Gets the characters of a term, valid until the next one is added.</summary>
    internal ReadOnlySpan<char> this[int number] => _characters.AsSpan(_entries[number].Start, _entries[number].Length);

    /// <summary>Gets the number of a term, which is <see cref="Count"/> as it was before if the term is new.</summary>
    internal int Add(ReadOnlySpan<char> term)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        uint hash = Hash(term);
        int[] slots = _slots;
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        for (int number; (number = slots[slot] - 1) >= 0; slot = (slot + 1) & mask)
        {
            ref Entry entry = ref _entries[number];
            if (entry.Hash == hash && term.SequenceEqual(_characters.AsSpan(entry.Start, entry.Length)))
            {
                return number;
            }
        }

        slots[slot] = Count + 1;
        Append(term, hash);
        return Count++;
    }

    private void Append(ReadOnlySpan<char> term, uint hash)
    {
        if (_end + term.Length > _characters.Length)
        {
            Array.Resize(ref _characters, (int)Math.Min(Array.MaxLength, Math.Max(2L * _characters.Length, _end + (long)term.Length)));
        }

        term.CopyTo(_characters.AsSpan(_end));
        _entries[Count] = new Entry { Hash = hash, Start = _end, Length = term.Length };
        _end += term.Length;
    }

    /// <summary>Makes room for twice as many terms; slots stay at most half full.</summary>
    private void Grow()
    {
        Array.Resize(ref _entries, 2 * Count);
        _slots = new int[2 * _entries.Length];
        int mask = _slots.Length - 1;
        for (int number = 0; number < Count; number++)
        {
            int slot = (int)_entries[number].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number + 1;
        }
    }

    private static uint Hash(ReadOnlySpan<char> term)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(term);
        ulong hash = Seed ^ (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref MemoryMarshal.GetReference(bytes)));
        }

        if (!bytes.IsEmpty)
        {
            ulong last = 0;
            for (int i = 0; i < bytes.Length; i += sizeof(char))
            {
                last = (last << 16) | Unsafe.ReadUnaligned<char>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), i));
            }

            hash = Mix(hash ^ last);
        }

        return (uint)(hash >> 32) ^ (uint)hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash *= Multiplier;
        return hash ^ (hash >> 32);
    }

    private struct Entry
    {
        public uint Hash;
        public int Start;
        public int Length;
    }
}
