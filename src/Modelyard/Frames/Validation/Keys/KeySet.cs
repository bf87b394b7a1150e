using System.Security.Cryptography;

namespace Modelyard.Frames.Validation.Keys;

/// <summary>Represents a set of keys that takes at most so much memory.</summary>
/// <remarks>
/// Open addressing with linear probing (Knuth, The Art of Computer Programming, volume 3, section 6.4). The place of a key depends on numbers drawn at
/// random in each process, so that no table can be made whose keys crowd together; what is in the set does not.
/// </remarks>
internal sealed class KeySet
{
    private const int KeyLength = 16;
    private const int LeastSlots = 64;
    private const double Load = 0.7;

    private static readonly ulong FirstMixer = Draw(), SecondMixer = Draw();

    private readonly long _mostSlots;
    private UInt128[] _slots;
    private int _room;

    /// <summary>Initializes a set.</summary>
    /// <param name="memory">The most memory, in bytes.</param>
    /// <param name="expected">How many keys may be expected.</param>
    public KeySet(long memory = long.MaxValue, long expected = 0)
    {
        _mostSlots = Math.Clamp(memory / KeyLength, LeastSlots, Array.MaxLength);
        _slots = new UInt128[(int)Math.Clamp((long)(expected / Load) + 1, LeastSlots, _mostSlots)];
        _room = Room(_slots.Length);
    }

    /// <summary>Gets the number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many keys a set of so much memory holds; while it grows, the old places are held beside the new.</summary>
    /// <param name="memory">The most memory, in bytes.</param>
    public static long Capacity(long memory) => Room((int)Math.Clamp(memory / KeyLength, LeastSlots, Array.MaxLength));

    /// <summary>Adds a key.</summary>
    /// <param name="key">The key, not zero.</param>
    /// <returns>True if it is new; false if it was there; null if there is no memory for it.</returns>
    public bool? Add(UInt128 key) => Add(key, Mix(key));

    /// <summary>Adds a key that is mixed already.</summary>
    /// <param name="key">The key, not zero.</param>
    /// <param name="mix">What <see cref="Mix"/> makes of it.</param>
    /// <returns>True if it is new; false if it was there; null if there is no memory for it.</returns>
    public bool? Add(UInt128 key, ulong mix)
    {
        int at = Find(key, mix);
        if (_slots[at] != default)
        {
            return false;
        }

        if (Count == _room)
        {
            if (!TryGrow())
            {
                return null;
            }

            at = Find(key, mix);
        }

        _slots[at] = key;
        Count++;
        return true;
    }

    /// <summary>Determines whether a key is in the set.</summary>
    /// <param name="key">The key, not zero.</param>
    public bool Contains(UInt128 key) => _slots[Find(key, Mix(key))] != default;

    /// <summary>Mixes a key to a number of which every bit depends on every bit of the key.</summary>
    public static ulong Mix(UInt128 key)
    {
        ulong high = Math.BigMul((ulong)key ^ FirstMixer, (ulong)(key >> 64) ^ SecondMixer, out ulong low);
        high = Math.BigMul(high ^ low ^ SecondMixer, 0x9E3779B97F4A7C15, out low);
        return high ^ low;
    }

    private static int Room(int slots) => (int)(slots * Load);

    private static ulong Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt64(bytes) | 1;
    }

    private int Find(UInt128 key, ulong mix)
    {
        UInt128[] slots = _slots;
        int at = (int)Math.BigMul(mix, (ulong)slots.Length, out _);
        while (slots[at] != key && slots[at] != default)
        {
            at = at + 1 == slots.Length ? 0 : at + 1;
        }

        return at;
    }

    private bool TryGrow()
    {
        // Both arrays are held while the keys move, so that the last doubling is to what memory is left beside the old one.
        long slots = Math.Min(2L * _slots.Length, _mostSlots - _slots.Length);
        if (slots <= _slots.Length)
        {
            return false;
        }

        UInt128[] old = _slots;
        _slots = new UInt128[slots];
        _room = Room(_slots.Length);
        foreach (UInt128 key in old)
        {
            if (key != default)
            {
                _slots[Find(key, Mix(key))] = key;
            }
        }

        return true;
    }
}
