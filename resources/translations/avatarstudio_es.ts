<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>Abrir…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Pegar una imagen</translation>
    </message>
    <message>
        <source>Save your work…</source>
        <translation>Guardar tu trabajo…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Photos and saved work ({patterns})</source>
        <translation>Fotos y trabajos guardados ({patterns})</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Abrir fotos</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Imagen pegada</translation>
    </message>
    <message>
        <source>Saved work ({pattern})</source>
        <translation>Trabajo guardado ({pattern})</translation>
    </message>
    <message>
        <source>Save your work</source>
        <translation>Guardar tu trabajo</translation>
    </message>
</context>
<context>
    <name>AvatarsPage</name>
    <message>
        <source>Avatars</source>
        <translation>Avatares</translation>
    </message>
    <message>
        <source>First let the program find you in a photo.</source>
        <translation>Primero deja que el programa te encuentre en una foto.</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>Tirar los dados</translation>
    </message>
    <message>
        <source>Another dozen (R)</source>
        <translation>Otra docena (R)</translation>
    </message>
    <message>
        <source>Star: keep in mind (S)</source>
        <translation>Estrella: recordar (S)</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Más como este</translation>
    </message>
    <message>
        <source>Another dozen (M)</source>
        <translation>Otra docena (M)</translation>
    </message>
    <message>
        <source>Add to wall</source>
        <translation>Añadir al muro</translation>
    </message>
    <message>
        <source>Hang the mix as it is now on the wall</source>
        <translation>Colgar en el muro la mezcla tal como está</translation>
    </message>
    <message>
        <source>Your portrait and the avatar side by side (T)</source>
        <translation>Tu retrato y el avatar lado a lado (T)</translation>
    </message>
    <message>
        <source>Finish this one</source>
        <translation>Terminar este</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Rasgos</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Dice leave this alone ({number})</source>
        <translation>Los dados no tocan esto ({number})</translation>
    </message>
    <message>
        <source>Lock {name}</source>
        <translation>Bloquear {name}</translation>
    </message>
    <message>
        <source>The dice keep</source>
        <translation>Los dados conservan</translation>
    </message>
    <message>
        <source>Your mix</source>
        <translation>Tu mezcla</translation>
    </message>
    <message>
        <source>Avatar {number}</source>
        <translation>Avatar {number}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiado</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>semilla {seed}</translation>
    </message>
</context>
<context>
    <name>BurstView</name>
    <message>
        <source>Picture {number}</source>
        <translation>Imagen {number}</translation>
    </message>
    <message>
        <source>Use this one ({number})</source>
        <translation>Usar esta ({number})</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live avatar</source>
        <translation>Avatar en vivo</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Cámara</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>Cuenta atrás</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Al instante</translation>
    </message>
    <message>
        <source>Draws you as anime while you look into the camera</source>
        <translation>Te dibuja como anime mientras miras a la cámara</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Repetir la foto</translation>
    </message>
    <message>
        <source>Close camera</source>
        <translation>Cerrar la cámara</translation>
    </message>
    <message>
        <source>Which one? Click it or press its number.</source>
        <translation>¿Cuál? Haz clic en ella o pulsa su número.</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>Abrir una foto…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Good. Take the picture.</source>
        <translation>Bien. Haz la foto.</translation>
    </message>
    <message>
        <source>Look into the camera, your face in the oval.</source>
        <translation>Mira a la cámara, con la cara en el óvalo.</translation>
    </message>
    <message>
        <source>Come a little closer.</source>
        <translation>Acércate un poco.</translation>
    </message>
    <message>
        <source>Move back a little.</source>
        <translation>Aléjate un poco.</translation>
    </message>
    <message>
        <source>It is dark. Turn to a lamp or a window.</source>
        <translation>Está oscuro. Gírate hacia una lámpara o una ventana.</translation>
    </message>
    <message>
        <source>It is very bright. Turn away from the light.</source>
        <translation>Hay demasiada luz. Gírate de espaldas a ella.</translation>
    </message>
    <message>
        <source>Turn your face to the camera.</source>
        <translation>Gira la cara hacia la cámara.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>Hacer la foto</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Espacio</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>The chosen avatar</source>
        <translation>El avatar elegido</translation>
    </message>
    <message>
        <source>The arrow keys draw your portrait over it, for comparison.</source>
        <translation>Las flechas corren tu retrato por encima, para comparar.</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a photo of a face here</source>
        <translation>Suelta aquí la foto de una cara</translation>
    </message>
    <message>
        <source>It stays on this computer. A bright picture, looking at the camera, is best.</source>
        <translation>No sale de este ordenador. Lo mejor es una imagen clara, mirando a la cámara.</translation>
    </message>
</context>
<context>
    <name>ErrorBanner</name>
    <message>
        <source>Close this message</source>
        <translation>Cerrar este mensaje</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>See it in a chat</source>
        <translation>Verlo en un chat</translation>
    </message>
    <message>
        <source>Show the round cut</source>
        <translation>Mostrar el corte redondo</translation>
    </message>
    <message>
        <source>What places with round pictures leave of it</source>
        <translation>Lo que dejan de ella los sitios con imágenes redondas</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Acabar</translation>
    </message>
    <message>
        <source>First choose an avatar.</source>
        <translation>Primero elige un avatar.</translation>
    </message>
    <message>
        <source>Copied. Paste it where you like.</source>
        <translation>Copiado. Pégalo donde quieras.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Sticker sheet…</source>
        <translation>Hoja de stickers…</translation>
    </message>
    <message>
        <source>Picture ({pattern})</source>
        <translation>Imagen ({pattern})</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Sharpening the picture…</source>
        <translation>Mejorando la nitidez…</translation>
    </message>
    <message>
        <source>You can drag the picture out.</source>
        <translation>Puedes arrastrar la imagen fuera.</translation>
    </message>
    <message>
        <source>All avatars with a star on one sheet</source>
        <translation>Todos los avatares con estrella en una hoja</translation>
    </message>
    <message>
        <source>Give at least two avatars a star first</source>
        <translation>Primero da una estrella a dos avatares como mínimo</translation>
    </message>
</context>
<context>
    <name>FinishPanel</name>
    <message>
        <source>Remember how it was made</source>
        <translation>Recordar cómo se hizo</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
    <message>
        <source>{words}, under {limit} KB</source>
        <translation>{words}, menos de {limit} KB</translation>
    </message>
    <message>
        <source>As drawn</source>
        <translation>Como se dibujó</translation>
    </message>
    <message>
        <source>None (transparent)</source>
        <translation>Ninguno (transparente)</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>Un color</translation>
    </message>
    <message>
        <source>Two colours</source>
        <translation>Dos colores</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Color</translation>
    </message>
    <message>
        <source>Lower colour</source>
        <translation>Color de abajo</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>&amp;Fondo</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Cuadrado</translation>
    </message>
    <message>
        <source>Rounded</source>
        <translation>Suave</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Círculo</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>C&amp;loser</source>
        <translation>&amp;Más cerca</translation>
    </message>
    <message>
        <source>B&amp;rightness</source>
        <translation>&amp;Brillo</translation>
    </message>
    <message>
        <source>C&amp;ontrast</source>
        <translation>C&amp;ontraste</translation>
    </message>
    <message>
        <source>S&amp;aturation</source>
        <translation>S&amp;aturación</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Tamaño</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>Fo&amp;rmato</translation>
    </message>
    <message>
        <source>Puts your portrait, what was found about your face and the recipe into the file, so that it opens here again. Leave it off for pictures that you hand on.</source>
        <translation>Guarda en el archivo tu retrato, lo que se halló sobre tu cara y la receta, para que se pueda volver a abrir aquí. Déjalo desactivado en las imágenes que compartas.</translation>
    </message>
    <message>
        <source>A file this small has no room for how it was made.</source>
        <translation>En un archivo tan pequeño no cabe cómo se hizo.</translation>
    </message>
    <message>
        <source>{place} does not take this format.</source>
        <translation>{place} no admite este formato.</translation>
    </message>
    <message>
        <source>JPEG knows no transparency: what is clear becomes white.</source>
        <translation>JPEG no admite transparencia: lo transparente será blanco.</translation>
    </message>
    <message>
        <source>JPEG has no room for how it was made.</source>
        <translation>JPEG no puede guardar cómo se hizo.</translation>
    </message>
</context>
<context>
    <name>FinishView</name>
    <message>
        <source>How the avatar will look</source>
        <translation>Cómo se verá el avatar</translation>
    </message>
    <message>
        <source>Drag the picture into another program</source>
        <translation>Arrastra la imagen a otro programa</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Tú</translation>
    </message>
    <message>
        <source>New picture. What do you think?</source>
        <translation>Foto nueva. ¿Qué te parece?</translation>
    </message>
    <message>
        <source>A friend</source>
        <translation>Una amiga</translation>
    </message>
    <message>
        <source>That is so you!</source>
        <translation>¡Es clavada a ti!</translation>
    </message>
    <message>
        <source>It even has my hair.</source>
        <translation>Hasta tiene mi pelo.</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Avatar {number} of {count}</source>
        <translation>Avatar {number} de {count}</translation>
    </message>
    <message>
        <source>{name}, seed {seed}</source>
        <translation>{name}, semilla {seed}</translation>
    </message>
    <message>
        <source>{name}, starred</source>
        <translation>{name}, con estrella</translation>
    </message>
</context>
<context>
    <name>LeftOverCard</name>
    <message>
        <source>Avatar Studio ended unexpectedly. Your work was kept.</source>
        <translation>Avatar Studio se cerró de forma inesperada. Tu trabajo se conservó.</translation>
    </message>
    <message>
        <source>Your last work is still here.</source>
        <translation>Tu último trabajo sigue aquí.</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Seguir con él</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
</context>
<context>
    <name>LiveAvatarView</name>
    <message>
        <source>Your live avatar, mirrored</source>
        <translation>Tu avatar en vivo, reflejado</translation>
    </message>
    <message>
        <source>No face in sight</source>
        <translation>No se ve ninguna cara</translation>
    </message>
    <message>
        <source>Slow on this computer: one picture in {seconds} s</source>
        <translation>Lento en este ordenador: una imagen cada {seconds} s</translation>
    </message>
    <message>
        <source>Live avatar</source>
        <translation>Avatar en vivo</translation>
    </message>
    <message>
        <source>Your avatar appears here.</source>
        <translation>Aquí aparece tu avatar.</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Distance to your picture: {first:.3f} at first, {last:.3f} now</source>
        <translation>Distancia a tu imagen: {first:.3f} al principio, {last:.3f} ahora</translation>
    </message>
    <message>
        <source>Distance to your picture</source>
        <translation>Distancia a tu imagen</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Parecido</translation>
    </message>
    <message>
        <source>Anime</source>
        <translation>Anime</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Más</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>Imagen soltada</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>&amp;Estilo</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Estilo</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>restablecer</translation>
    </message>
    <message>
        <source>Hair &amp;tone from the photo</source>
        <translation>Tono del &amp;pelo de la foto</translation>
    </message>
    <message>
        <source>How far dark hair stays dark; at 0 it may be as pale as the style likes it</source>
        <translation>Hasta qué punto el pelo oscuro sigue oscuro; con 0 puede ser tan claro como quiera el estilo</translation>
    </message>
    <message>
        <source>How short the hair is cut; it begins as yours is in the photo</source>
        <translation>Lo corto que va el pelo; al principio, como el tuyo en la foto</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>A&amp;nime strength</source>
        <translation>&amp;Nivel de anime</translation>
    </message>
    <message>
        <source>How far the drawing goes: more like the photo to the left, more like anime to the right (interpolation of the style&apos;s blocks)</source>
        <translation>Hasta dónde llega el dibujo: a la izquierda más como la foto, a la derecha más como el anime (interpolación de los bloques del estilo)</translation>
    </message>
    <message>
        <source>Anime &amp;depth</source>
        <translation>&amp;Profundidad</translation>
    </message>
    <message>
        <source>How deep the drawing reaches: only lines and colours, or features too (use_j: the last blocks taken from the style)</source>
        <translation>Hasta dónde cala el dibujo: solo líneas y colores, o también los rasgos (use_j: los últimos bloques tomados del estilo)</translation>
    </message>
    <message>
        <source>&amp;Shape from the photo</source>
        <translation>&amp;Forma de la foto</translation>
    </message>
    <message>
        <source>How much of outline and features comes straight from your portrait (the first blocks that take z1)</source>
        <translation>Cuánto del contorno y los rasgos viene directamente de tu retrato (los primeros bloques que toman z1)</translation>
    </message>
    <message>
        <source>&amp;Colours from the photo</source>
        <translation>&amp;Colores de la foto</translation>
    </message>
    <message>
        <source>How far hair, clothes and background keep the photo&apos;s colours</source>
        <translation>Hasta qué punto pelo, ropa y fondo conservan los colores de la foto</translation>
    </message>
    <message>
        <source>S&amp;kin from the photo</source>
        <translation>Pie&amp;l de la foto</translation>
    </message>
    <message>
        <source>How far the skin has the photo&apos;s tone, as a drawing would show it</source>
        <translation>Hasta qué punto la piel tiene el tono de la foto, como lo mostraría un dibujo</translation>
    </message>
    <message>
        <source>&amp;Outline from the photo</source>
        <translation>C&amp;ontorno de la foto</translation>
    </message>
    <message>
        <source>How closely hair keeps to yours; at 0 it and the background are as drawn</source>
        <translation>Cuánto se ciñe el pelo al tuyo; con 0, el pelo y el fondo quedan como se dibujaron</translation>
    </message>
    <message>
        <source>Lighter &amp;background</source>
        <translation>Fondo &amp;más claro</translation>
    </message>
    <message>
        <source>How much lighter than in the photo the calm background is, as drawings like it</source>
        <translation>Cuánto más claro es el fondo liso que en la foto, como lo tienen los dibujos</translation>
    </message>
    <message>
        <source>Short &amp;hair</source>
        <translation>Pelo cor&amp;to</translation>
    </message>
    <message>
        <source>&amp;Without hair</source>
        <translation>Cal&amp;va</translation>
    </message>
    <message>
        <source>How bare the head is</source>
        <translation>Cuánto de la cabeza queda sin pelo</translation>
    </message>
    <message>
        <source>Be&amp;ard</source>
        <translation>B&amp;arba</translation>
    </message>
    <message>
        <source>How full a beard is drawn in the hair&apos;s colour; it begins as yours in the photo</source>
        <translation>Lo poblada que se dibuja una barba del color del pelo; al principio, como la tuya en la foto</translation>
    </message>
    <message>
        <source>Smal&amp;ler eyes</source>
        <translation>Ojos más pe&amp;queños</translation>
    </message>
    <message>
        <source>How much smaller eyes are than the style draws them, as men have them</source>
        <translation>Cuánto más pequeños son los ojos de lo que los dibuja el estilo, como los de los hombres</translation>
    </message>
    <message>
        <source>Stronger &amp;jaw</source>
        <translation>Mandíb&amp;ula más marcada</translation>
    </message>
    <message>
        <source>How much wider jaw and chin are than the style draws them, as men have them</source>
        <translation>Cuánto más anchos son la mandíbula y el mentón de lo que los dibuja el estilo, como los de los hombres</translation>
    </message>
    <message>
        <source>&amp;Redraw</source>
        <translation>&amp;Redibujar</translation>
    </message>
    <message>
        <source>How freely lines and shades are drawn anew by a network that knows drawings; at 0 they, and eyes that do not match, are the style&apos;s own</source>
        <translation>Con cuánta libertad vuelve a dibujar líneas y sombras una red que conoce dibujos; con 0 quedan las del estilo, también los ojos que no hacen juego</translation>
    </message>
    <message>
        <source>&amp;Pen and ink</source>
        <translation>Línea&amp;s de tinta</translation>
    </message>
    <message>
        <source>How dark and crisp lines are; at 0 they are as soft as they were drawn</source>
        <translation>Qué tan oscuras y nítidas son las líneas; con 0 quedan tan suaves como se dibujaron</translation>
    </message>
    <message>
        <source>Darker sk&amp;in</source>
        <translation>P&amp;iel más oscura</translation>
    </message>
    <message>
        <source>How much darker the skin is than the light of the photo says; to the left it is lighter</source>
        <translation>Cuánto más oscura es la piel de lo que dice la luz de la foto; hacia la izquierda, más clara</translation>
    </message>
    <message>
        <source>No. {value}</source>
        <translation>N.º {value}</translation>
    </message>
    <message>
        <source>Strok&amp;es</source>
        <translation>Tra&amp;zos</translation>
    </message>
    <message>
        <source>Which of many drawings that redrawing comes to: other strokes, other eyes</source>
        <translation>Cuál de muchos dibujos sale al redibujar: otros trazos, otros ojos</translation>
    </message>
    <message>
        <source>Di&amp;versity</source>
        <translation>&amp;Diversidad</translation>
    </message>
    <message>
        <source>How much of a random face is mixed in; the dice choose which</source>
        <translation>Cuánto se mezcla de una cara al azar; los dados eligen cuál</translation>
    </message>
    <message>
        <source>&amp;Glasses</source>
        <translation>&amp;Gafas</translation>
    </message>
    <message>
        <source>Which glasses the avatar wears; it begins with those of the photo</source>
        <translation>Qué gafas lleva el avatar; empieza con las de la foto</translation>
    </message>
    <message>
        <source>&amp;Mouth</source>
        <translation>&amp;Boca</translation>
    </message>
    <message>
        <source>What the mouth does; it begins with what yours does in the photo. The style&apos;s own is small, and may slant</source>
        <translation>Qué hace la boca; empieza con lo que hace la tuya en la foto. La del estilo es pequeña y a veces torcida</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mezcla</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Fine changes</source>
        <translation>Ajustes finos</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Restablecer todo</translation>
    </message>
    <message>
        <source>{value} of {count}</source>
        <translation>{value} de {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>round</source>
        <translation>redondas</translation>
    </message>
    <message>
        <source>square</source>
        <translation>cuadradas</translation>
    </message>
    <message>
        <source>half-rimmed</source>
        <translation>de media montura</translation>
    </message>
    <message>
        <source>the style&apos;s</source>
        <translation>la del estilo</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>en reposo</translation>
    </message>
    <message>
        <source>smiles</source>
        <translation>sonríe</translation>
    </message>
    <message>
        <source>laughs</source>
        <translation>ríe</translation>
    </message>
    <message>
        <source>open</source>
        <translation>abierta</translation>
    </message>
    <message>
        <source>Looking for what this style can change…</source>
        <translation>Buscando lo que este estilo puede cambiar…</translation>
    </message>
    <message>
        <source>Nothing was found that this style changes by itself.</source>
        <translation>No se encontró nada que este estilo cambie por sí solo.</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>The photo</source>
        <translation>La foto</translation>
    </message>
    <message>
        <source>Try a sample</source>
        <translation>Prueba un ejemplo</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Recientes</translation>
    </message>
    <message>
        <source>Sample face {number}</source>
        <translation>Cara de ejemplo {number}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Another photo</source>
        <translation>Otra foto</translation>
    </message>
    <message>
        <source>Place the frame by hand</source>
        <translation>Colocar el marco a mano</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>Usar este marco</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>Abrir una foto…</translation>
    </message>
    <message>
        <source>Use camera</source>
        <translation>Usar la cámara</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>Imagen de la cámara</translation>
    </message>
    <message>
        <source>No face was found. </source>
        <translation>No se encontró ninguna cara. </translation>
    </message>
    <message>
        <source>Put the frame around the face: drag it, its corners and the handle above, or use the arrow keys, + − and [ ].</source>
        <translation>Pon el marco alrededor de la cara: arrástralo, o arrastra sus esquinas y el tirador de arriba, o usa las flechas, + − y [ ].</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Buscando caras…</translation>
    </message>
    <message numerus="yes">
        <source>%n faces: click one or press its number.</source>
        <translation>
            <numerusform>%n cara: haz clic en ella o pulsa su número.</numerusform>
            <numerusform>%n caras: haz clic en una o pulsa su número.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop; what is there stays (Esc)</source>
        <translation>Parar; lo que hay se queda (Esc)</translation>
    </message>
    <message>
        <source>Opening the photo</source>
        <translation>Abriendo la foto</translation>
    </message>
    <message>
        <source>Looking for faces</source>
        <translation>Buscando caras</translation>
    </message>
    <message>
        <source>Cutting out the portrait</source>
        <translation>Recortando el retrato</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Preparando</translation>
    </message>
    <message>
        <source>Drawing your avatars</source>
        <translation>Dibujando tus avatares</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>Cargando los modelos</translation>
    </message>
    <message>
        <source>Finding your likeness</source>
        <translation>Buscando tu parecido</translation>
    </message>
    <message>
        <source>Turning it into anime</source>
        <translation>Convirtiéndolo en anime</translation>
    </message>
    <message>
        <source>, step {step} of {steps}</source>
        <translation>, paso {step} de {steps}</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>quedan unos {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>quedan unos {minutes} min</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>Cargando los modelos…</translation>
    </message>
    <message>
        <source>Preview models: expect rough, small pictures</source>
        <translation>Modelos de prueba: imágenes toscas y pequeñas</translation>
    </message>
</context>
<context>
    <name>QualityPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>&amp;Estilo</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Dispositivo</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>Instantánea</translation>
    </message>
    <message>
        <source>The encoder and three corrections</source>
        <translation>El codificador y tres correcciones</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Rápida</translation>
    </message>
    <message>
        <source>The encoder and a short search in W</source>
        <translation>El codificador y una búsqueda corta en W</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Minuciosa</translation>
    </message>
    <message>
        <source>1000 steps of Adam from a random latent, as in the thesis</source>
        <translation>1000 pasos de Adam desde un latente al azar, como en la tesis</translation>
    </message>
    <message>
        <source>Most alike</source>
        <translation>La más parecida</translation>
    </message>
    <message>
        <source>A search in W+: closer to the photo, a little less anime</source>
        <translation>Una búsqueda en W+: más cerca de la foto, algo menos de anime</translation>
    </message>
    <message>
        <source>Time not measured yet</source>
        <translation>Tiempo aún sin medir</translation>
    </message>
    <message>
        <source>Less than a second here</source>
        <translation>Menos de un segundo aquí</translation>
    </message>
    <message>
        <source>About {seconds} s here</source>
        <translation>Unos {seconds} s aquí</translation>
    </message>
    <message>
        <source>About {minutes} min here</source>
        <translation>Unos {minutes} min aquí</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Tarjeta gráfica (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of the Mac</source>
        <translation>Gráficos del Mac</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Ver en la carpeta</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>Exportar otro</translation>
    </message>
    <message>
        <source>Making the file…</source>
        <translation>Creando el archivo…</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder} ({width} × {height}, {size} KB)</source>
        <translation>Guardado como {name} en {folder} ({width} × {height}, {size} KB)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Como el sistema</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>The window speaks it when you start it again.</source>
        <translation>La ventana lo hablará cuando la abras de nuevo.</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Mostrar el registro</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Colores</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>Go to Photo, You, Avatars, Finish</source>
        <translation>Ir a Foto, Tú, Avatares, Acabar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Cancel what is being done</source>
        <translation>Cancelar lo que se está haciendo</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Choose a face</source>
        <translation>Elegir una cara</translation>
    </message>
    <message>
        <source>Arrows, + −, [ ]</source>
        <translation>Flechas, + −, [ ]</translation>
    </message>
    <message>
        <source>Move, size and turn the frame</source>
        <translation>Mover, escalar y girar el marco</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Intro</translation>
    </message>
    <message>
        <source>Use the frame</source>
        <translation>Usar el marco</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>Avatares</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Estrella</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Más como este</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>Tirar los dados</translation>
    </message>
    <message>
        <source>Lock shape, features, colours</source>
        <translation>Bloquear forma, rasgos, colores</translation>
    </message>
    <message>
        <source>Portrait and avatar side by side</source>
        <translation>Retrato y avatar lado a lado</translation>
    </message>
    <message>
        <source>C or Space</source>
        <translation>C o Espacio</translation>
    </message>
    <message>
        <source>Hold to compare with the photo</source>
        <translation>Mantener para comparar con la foto</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Acabar</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Reset {name}</source>
        <translation>Restablecer {name}</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>The camera&apos;s picture, mirrored</source>
        <translation>La imagen de la cámara, reflejada</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>remove star</source>
        <translation>quitar la estrella</translation>
    </message>
    <message>
        <source>star</source>
        <translation>estrella</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>No stars yet. Press S on an avatar that you like.</source>
        <translation>Aún no hay estrellas. Pulsa S en un avatar que te guste.</translation>
    </message>
    <message>
        <source>Show only avatars with a star</source>
        <translation>Mostrar solo avatares con estrella</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todos</translation>
    </message>
    <message>
        <source>Your avatars</source>
        <translation>Tus avatares</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Tamaño de las imágenes</translation>
    </message>
    <message numerus="yes">
        <source>%n avatar(s)</source>
        <translation>
            <numerusform>%n avatar</numerusform>
            <numerusform>%n avatares</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YouPage</name>
    <message>
        <source>Your portrait</source>
        <translation>Tu retrato</translation>
    </message>
    <message>
        <source>What the generator sees</source>
        <translation>Lo que ve el generador</translation>
    </message>
    <message>
        <source>Your likeness appears here</source>
        <translation>Aquí aparece tu parecido</translation>
    </message>
    <message>
        <source>Your anime self</source>
        <translation>Tu yo de anime</translation>
    </message>
    <message>
        <source>It grows out of your likeness</source>
        <translation>Nace de tu parecido</translation>
    </message>
    <message>
        <source>See your avatars</source>
        <translation>Ver tus avatares</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Foto siguiente</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Tú</translation>
    </message>
    <message>
        <source>First choose a photo with a face.</source>
        <translation>Primero elige una foto con una cara.</translation>
    </message>
    <message>
        <source>Photos waiting: {count}</source>
        <translation>Fotos en espera: {count}</translation>
    </message>
    <message>
        <source>Finding you</source>
        <translation>Buscándote</translation>
    </message>
    <message>
        <source>You can stop at any time; what is there stays.</source>
        <translation>Puedes parar cuando quieras; lo que hay se queda.</translation>
    </message>
    <message>
        <source>This is you</source>
        <translation>Esta es tu imagen</translation>
    </message>
    <message>
        <source>Made in {seconds:.1f} s on {device}.</source>
        <translation>Hecho en {seconds:.1f} s ({device}).</translation>
    </message>
    <message>
        <source>Your portrait is ready</source>
        <translation>Tu retrato está listo</translation>
    </message>
    <message>
        <source>Start to see it as anime.</source>
        <translation>Empieza para verlo como anime.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Repetir</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Empezar</translation>
    </message>
</context>
<context>
    <name>edits</name>
    <message>
        <source>Light</source>
        <translation>Luz</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>más oscuro</translation>
    </message>
    <message>
        <source>lighter</source>
        <translation>más claro</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Calidez</translation>
    </message>
    <message>
        <source>cooler</source>
        <translation>más frío</translation>
    </message>
    <message>
        <source>warmer</source>
        <translation>más cálido</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>Colorido</translation>
    </message>
    <message>
        <source>greyer</source>
        <translation>más gris</translation>
    </message>
    <message>
        <source>more colourful</source>
        <translation>más vivo</translation>
    </message>
    <message>
        <source>Hair lightness</source>
        <translation>Claridad del pelo</translation>
    </message>
    <message>
        <source>darker hair</source>
        <translation>pelo más oscuro</translation>
    </message>
    <message>
        <source>lighter hair</source>
        <translation>pelo más claro</translation>
    </message>
    <message>
        <source>Background lightness</source>
        <translation>Claridad del fondo</translation>
    </message>
    <message>
        <source>darker behind</source>
        <translation>fondo más oscuro</translation>
    </message>
    <message>
        <source>lighter behind</source>
        <translation>fondo más claro</translation>
    </message>
    <message>
        <source>Face width</source>
        <translation>Anchura de la cara</translation>
    </message>
    <message>
        <source>narrower</source>
        <translation>más estrecha</translation>
    </message>
    <message>
        <source>wider</source>
        <translation>más ancha</translation>
    </message>
    <message>
        <source>Turn of the head</source>
        <translation>Giro de la cabeza</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>a la izquierda</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>a la derecha</translation>
    </message>
    <message>
        <source>Eye contrast</source>
        <translation>Contraste de los ojos</translation>
    </message>
    <message>
        <source>softer</source>
        <translation>más suave</translation>
    </message>
    <message>
        <source>stronger</source>
        <translation>más fuerte</translation>
    </message>
    <message>
        <source>{less} ↔ {more}</source>
        <translation>{less} ↔ {more}</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>it is a folder</source>
        <translation>es una carpeta</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>no es un archivo</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>no existe</translation>
    </message>
    <message>
        <source>you have no permission to read it</source>
        <translation>no tienes permiso para leerlo</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>no se puede abrir</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>está vacío</translation>
    </message>
    <message>
        <source>it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture</source>
        <translation>no es una imagen JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF o BMP legible</translation>
    </message>
    <message>
        <source>it has more than 120 megapixels</source>
        <translation>tiene más de 120 megapíxeles</translation>
    </message>
    <message>
        <source>there is too little free memory for its size</source>
        <translation>hay poca memoria libre para su tamaño</translation>
    </message>
    <message>
        <source>it is damaged or incomplete</source>
        <translation>está dañado o incompleto</translation>
    </message>
    <message>
        <source>it was made by a newer version</source>
        <translation>se hizo con una versión más nueva</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>el disco está lleno</translation>
    </message>
    <message>
        <source>files may not grow that large there</source>
        <translation>allí los archivos no pueden ser tan grandes</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>no puedes escribir ahí</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>su carpeta no existe</translation>
    </message>
    <message>
        <source>a folder has that name</source>
        <translation>una carpeta tiene ese nombre</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>su nombre es demasiado largo</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>el sistema no lo permite</translation>
    </message>
    <message>
        <source>it does not get small enough</source>
        <translation>no llega a ser lo bastante pequeño</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory, so the processor took over.</source>
        <translation>La tarjeta gráfica se quedó sin memoria, así que siguió el procesador.</translation>
    </message>
    <message>
        <source>It is slower; you can choose the device in the settings.</source>
        <translation>Es más lento; puedes elegir el dispositivo en los ajustes.</translation>
    </message>
    <message>
        <source>Your work could not be kept in case of a crash.</source>
        <translation>No se pudo conservar tu trabajo por si el programa falla.</translation>
    </message>
    <message>
        <source>Make some room on the disk, or save it with Ctrl+S.</source>
        <translation>Libera espacio en el disco o guárdalo con Ctrl+S.</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>No hay ninguna imagen que pegar.</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>Primero copia una imagen o un archivo de imagen.</translation>
    </message>
    <message>
        <source>That is a web address, not a file on this computer.</source>
        <translation>Eso es una dirección web, no un archivo de este ordenador.</translation>
    </message>
    <message>
        <source>Save the picture first, then drop the file here.</source>
        <translation>Primero guarda la imagen y luego suelta aquí el archivo.</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>Guardado como «{name}».</translation>
    </message>
    <message>
        <source>Open it at any time to go on.</source>
        <translation>Ábrelo cuando quieras para seguir.</translation>
    </message>
    <message>
        <source>Something went wrong inside Avatar Studio ({kind}).</source>
        <translation>Algo falló dentro de Avatar Studio ({kind}).</translation>
    </message>
    <message>
        <source>What you made is still here. Try it again; the log has the details.</source>
        <translation>Lo que hiciste sigue aquí. Inténtalo de nuevo; el registro tiene los detalles.</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Eso no funcionó.</translation>
    </message>
    <message>
        <source>That cannot be done.</source>
        <translation>Eso no se puede hacer.</translation>
    </message>
    <message>
        <source>The style “{model_id}” is not installed.</source>
        <translation>El estilo «{model_id}» no está instalado.</translation>
    </message>
    <message>
        <source>Choose another style under You and run again.</source>
        <translation>Elige otro estilo en «Tú» y repite.</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>Hay {count} caras en esta foto.</translation>
    </message>
    <message>
        <source>Click the face to use, or press its number.</source>
        <translation>Haz clic en la cara que quieras o pulsa su número.</translation>
    </message>
    <message>
        <source>There is no face number {chosen}.</source>
        <translation>No hay ninguna cara con el número {chosen}.</translation>
    </message>
    <message>
        <source>Choose a number from 1 to {count}.</source>
        <translation>Elige un número del 1 al {count}.</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>No se encontró ninguna cara en esta foto.</translation>
    </message>
    <message>
        <source>Put the frame around the face by hand, or use another photo.</source>
        <translation>Pon el marco a mano alrededor de la cara o usa otra foto.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {reason}.</source>
        <translation>No se puede usar «{name}»: {reason}.</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>Elige otra imagen.</translation>
    </message>
    <message>
        <source>A model file cannot be used.</source>
        <translation>No se puede usar un archivo de modelo.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it. ({detail})</source>
        <translation>Instala Avatar Studio de nuevo para restaurarlo. ({detail})</translation>
    </message>
    <message>
        <source>Avatar Studio&apos;s models are not all there.</source>
        <translation>Faltan modelos de Avatar Studio.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore them. Missing: {what}</source>
        <translation>Instala Avatar Studio de nuevo para restaurarlos. Falta: {what}</translation>
    </message>
    <message>
        <source>The model file “{file}” is damaged.</source>
        <translation>El archivo de modelo «{file}» está dañado.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it.</source>
        <translation>Instala Avatar Studio de nuevo para restaurarlo.</translation>
    </message>
    <message>
        <source>The model file “{file}” does not fit this version.</source>
        <translation>El archivo de modelo «{file}» no corresponde a esta versión.</translation>
    </message>
    <message>
        <source>Install the style again, or choose another one in the settings.</source>
        <translation>Instala el estilo de nuevo o elige otro en los ajustes.</translation>
    </message>
    <message>
        <source>The style “{style}” belongs to another face model.</source>
        <translation>El estilo «{style}» es de otro modelo de caras.</translation>
    </message>
    <message>
        <source>This work was made with another version of the face model.</source>
        <translation>Este trabajo se hizo con otra versión del modelo de caras.</translation>
    </message>
    <message>
        <source>Go to You and run again to make new avatars of its photo.</source>
        <translation>Ve a «Tú» y repite para hacer avatares nuevos de su foto.</translation>
    </message>
    <message>
        <source>This computer has no “{device}”.</source>
        <translation>Este ordenador no tiene «{device}».</translation>
    </message>
    <message>
        <source>Choose “automatic” as the device in the settings.</source>
        <translation>Elige «Automático» como dispositivo en los ajustes.</translation>
    </message>
    <message>
        <source>There is too little free memory for this.</source>
        <translation>Hay poca memoria libre para esto.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Cierra otros programas e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>“{name}” cannot be written: {reason}.</source>
        <translation>No se puede escribir «{name}»: {reason}.</translation>
    </message>
    <message>
        <source>Choose another place; nothing that you made is lost.</source>
        <translation>Elige otro sitio; no se ha perdido nada de lo que hiciste.</translation>
    </message>
    <message>
        <source>The camera cannot be used.</source>
        <translation>No se puede usar la cámara.</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>No se encontró ninguna cámara.</translation>
    </message>
    <message>
        <source>Connect one and come back, or use a photo.</source>
        <translation>Conecta una y vuelve, o usa una foto.</translation>
    </message>
    <message>
        <source>This computer does not let Avatar Studio use “{title}”.</source>
        <translation>Este ordenador no deja que Avatar Studio use «{title}».</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>Permítelo en los ajustes de privacidad del sistema e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>Another program is using “{title}”.</source>
        <translation>Otro programa está usando «{title}».</translation>
    </message>
    <message>
        <source>Close that program, then try again.</source>
        <translation>Cierra ese programa e inténtalo de nuevo.</translation>
    </message>
    <message>
        <source>The connection to “{title}” was lost.</source>
        <translation>Se perdió la conexión con «{title}».</translation>
    </message>
    <message>
        <source>Plug it in again, then continue.</source>
        <translation>Conéctala de nuevo y continúa.</translation>
    </message>
    <message>
        <source>Cameras are not supported by this installation.</source>
        <translation>Esta instalación no admite cámaras.</translation>
    </message>
    <message>
        <source>Take the picture with another program and open it here.</source>
        <translation>Haz la foto con otro programa y ábrela aquí.</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Plain picture</source>
        <translation>Imagen normal</translation>
    </message>
    <message>
        <source>Discord avatar</source>
        <translation>Avatar de Discord</translation>
    </message>
    <message>
        <source>Discord emoji</source>
        <translation>Emoji de Discord</translation>
    </message>
    <message>
        <source>Telegram sticker</source>
        <translation>Sticker Telegram</translation>
    </message>
    <message>
        <source>WhatsApp sticker</source>
        <translation>Sticker WhatsApp</translation>
    </message>
    <message>
        <source>Gravatar</source>
        <translation>Gravatar</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Draw a new wall?</source>
        <translation>¿Dibujar un muro nuevo?</translation>
    </message>
    <message>
        <source>The other style draws all avatars anew. Your stars will be lost.</source>
        <translation>El otro estilo dibuja todos los avatares de nuevo. Perderás tus estrellas.</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>Dibujar de nuevo</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>¿Reemplazar el archivo?</translation>
    </message>
    <message>
        <source>“{name}” is already there.</source>
        <translation>«{name}» ya existe.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Reemplazar</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>processor</source>
        <translation>procesador</translation>
    </message>
    <message>
        <source>graphics of the Mac</source>
        <translation>gráficos del Mac</translation>
    </message>
</context>
</TS>
